import * as z from "zod/mini";
import {
  assertionSchema,
  attestationSchema,
  challengeTokenSchema,
  factorNameSchema,
  mfaTokenSchema,
} from "../factor/index.ts";

/** PublicKeyCredentialDescriptorJSON (WebAuthn Level 3 section 5.8.3). */
export const credentialDescriptorSchema = z.object({
  type: z.literal("public-key"),
  id: z.string(),
  transports: z.array(z.string()),
});

/** What a new passkey is asked for with, beside values (section 5.4). */
export const relyingPartySchema = z.object({ id: z.string(), name: z.string() });
export const passkeyOwnerSchema = z.object({ id: z.string(), name: z.string(), displayName: z.string() });
export const keyAlgorithmSchema = z.object({ type: z.literal("public-key"), alg: z.int() });
export const authenticatorSelectionSchema = z.object({
  residentKey: z.literal("preferred"),
  userVerification: z.literal("preferred"),
});

/** PublicKeyCredentialRequestOptionsJSON (section 5.1.10). */
export const requestOptionsSchema = z.object({
  challenge: z.string(),
  timeout: z.int(),
  rpId: z.string(),
  allowCredentials: z.array(credentialDescriptorSchema),
  userVerification: z.enum(["required", "preferred"]),
});
export type RequestOptions = z.infer<typeof requestOptionsSchema>;

/** PublicKeyCredentialCreationOptionsJSON (section 5.1.9). */
export const creationOptionsSchema = z.object({
  rp: relyingPartySchema,
  user: passkeyOwnerSchema,
  challenge: z.string(),
  pubKeyCredParams: z.array(keyAlgorithmSchema),
  timeout: z.int(),
  excludeCredentials: z.array(credentialDescriptorSchema),
  authenticatorSelection: authenticatorSelectionSchema,
  attestation: z.literal("none"),
});
export type CreationOptions = z.infer<typeof creationOptionsSchema>;

/** What a passkey is asked for with, and what goes back with its answer. */
export const passkeyRequestSchema = z.object({ options: requestOptionsSchema, challenge: challengeTokenSchema });
export type PasskeyRequest = z.infer<typeof passkeyRequestSchema>;

/** The same for the second part of a sign-in, which has its challenge in its own token. */
export const secondFactorRequestSchema = z.object({ options: requestOptionsSchema });

/** What a new passkey is made with, and what goes back with it. */
export const passkeyOfferSchema = z.object({ options: creationOptionsSchema, challenge: challengeTokenSchema });
export type PasskeyOffer = z.infer<typeof passkeyOfferSchema>;

/** The request for {@link passkeyRequestSchema} by whoever is not signed in: it names nobody. */
export const anonymousRequestSchema = z.strictObject({});

export const halfSignInSchema = z.strictObject({ mfaToken: mfaTokenSchema });

export const passkeySignInSchema = z.strictObject({ challenge: challengeTokenSchema, passkey: assertionSchema });
export type PasskeySignIn = z.infer<typeof passkeySignInSchema>;

export const newPasskeySchema = z.strictObject({
  challenge: challengeTokenSchema,
  passkey: attestationSchema,
  name: z.optional(factorNameSchema),
});
export type NewPasskey = z.infer<typeof newPasskeySchema>;
