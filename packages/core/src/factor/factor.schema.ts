import * as z from "zod/mini";
import { idSchema } from "../kernel/ids.ts";
import { dateTimeSchema, groupedPattern, typedTextSchema, ungrouped } from "../kernel/text.ts";

export const factorIdSchema = idSchema("fact");

/** A factor as its owner sees it. */
export const factorSchema = z.object({
  id: factorIdSchema,
  type: z.enum(["totp", "passkey"]),
  name: z.string(),
  createdAt: dateTimeSchema,
  lastUsedAt: z.nullable(dateTimeSchema),
  /** Of a passkey: whether it is on other devices as well, or kept by whoever makes them. */
  backedUp: z.optional(z.boolean()),
});
export type FactorView = z.infer<typeof factorSchema>;

export const factorListSchema = z.object({
  items: z.array(factorSchema),
  recoveryCodesLeft: z.int().check(z.gte(0)),
  /** When all of them will be removed, as an administrator has asked; null where nobody has. */
  removesAt: z.nullable(dateTimeSchema),
});
export type FactorList = z.infer<typeof factorListSchema>;

export const factorNameSchema = typedTextSchema(100).check(z.minLength(1));

/** Six digits, as people type them: with a blank in between. */
export const totpCodeSchema = z
  .string()
  .check(
    z.maxLength(20),
    z.overwrite(ungrouped),
    z.regex(/^\d{6}$/, "Must be the six digits of the app"),
    z.meta({ pattern: groupedPattern("\\d", 6) }),
  );

/** A recovery code as people type it. Letters that look like digits are these (Crockford's base32). */
export const recoveryCodeSchema = z.string().check(
  z.maxLength(40),
  z.overwrite((text) => ungrouped(text).toLowerCase().replaceAll("o", "0").replace(/[il]/g, "1")),
  z.regex(/^[\da-hjkmnp-tv-z]{12}$/, "Must be the twelve letters and digits of a recovery code"),
  z.meta({ pattern: groupedPattern("[\\da-zA-Z]", 12) }),
);

/** What a browser answers by `PublicKeyCredential.toJSON()`. What it says beside what counts here is passed over. */
const base64url = (maxLength: number) =>
  z.string().check(z.minLength(1), z.maxLength(maxLength), z.regex(/^[\w-]+$/, "Must be base64url without padding"));

/** An identifier has at most 1,023 bytes (WebAuthn Level 3 section 4). */
export const credentialIdSchema = base64url(1_364);

const publicKeyCredential = { id: credentialIdSchema, rawId: credentialIdSchema, type: z.literal("public-key") };

export const assertionResponseSchema = z.object({
  clientDataJSON: base64url(4_096),
  authenticatorData: base64url(4_096),
  signature: base64url(2_048),
  userHandle: z.optional(z.nullable(base64url(88))),
});

/** AuthenticationResponseJSON (WebAuthn Level 3 section 5.1.8). */
export const assertionSchema = z.object({ ...publicKeyCredential, response: assertionResponseSchema });
export type Assertion = z.infer<typeof assertionSchema>;

/** What answers for a factor: one of them. */
export const factorAnswerFields = {
  code: z.optional(totpCodeSchema),
  recoveryCode: z.optional(recoveryCodeSchema),
  passkey: z.optional(assertionSchema),
};

export interface FactorAnswer {
  code?: string | undefined;
  recoveryCode?: string | undefined;
  passkey?: Assertion | undefined;
}

/** Any text: whether it stands for half of a sign-in is for the token's code to say. */
export const mfaTokenSchema = z.string().check(z.minLength(1), z.maxLength(2_000));

export const attestationResponseSchema = z.object({
  clientDataJSON: base64url(4_096),
  attestationObject: base64url(12_288),
  transports: z.optional(z.array(z.string().check(z.maxLength(32))).check(z.maxLength(10))),
});

/** RegistrationResponseJSON (the same section). */
export const attestationSchema = z.object({ ...publicKeyCredential, response: attestationResponseSchema });
export type Attestation = z.infer<typeof attestationSchema>;

/** The text that comes with options, and goes back with what a passkey makes of them. */
export const challengeTokenSchema = z.string().check(z.minLength(1), z.maxLength(1_000));
