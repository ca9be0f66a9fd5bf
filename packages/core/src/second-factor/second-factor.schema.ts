import * as z from "zod/mini";
import {
  assertionSchema,
  factorNameSchema,
  factorSchema,
  recoveryCodeSchema,
  totpCodeSchema,
} from "../factor/index.ts";

const answers = {
  code: z.optional(totpCodeSchema),
  recoveryCode: z.optional(recoveryCodeSchema),
  passkey: z.optional(assertionSchema),
};

/** One of them. */
export interface SecondFactorAnswer {
  code?: string | undefined;
  recoveryCode?: string | undefined;
  passkey?: z.infer<typeof assertionSchema> | undefined;
}

/** The second part of a sign-in. */
export const secondFactorSchema = z
  .strictObject({ mfaToken: z.string().check(z.minLength(1), z.maxLength(2_000)), ...answers })
  .check(
    z.refine(
      ({ mfaToken: _, ...given }) => Object.values(given).filter((value) => value !== undefined).length === 1,
      "Must have one of code, recoveryCode and passkey",
    ),
  );
export type SecondFactor = z.infer<typeof secondFactorSchema>;

export const factorEditSchema = z.strictObject({ name: factorNameSchema });

export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });

/** What the proof of an app is answered with. */
export const confirmedAppSchema = z.object({ recoveryCodes: z.optional(z.array(z.string())) });

/** A new passkey. */
export const addedPasskeySchema = z.extend(factorSchema, confirmedAppSchema.shape);
