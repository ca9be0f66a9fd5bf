import * as z from "zod/mini";
import { factorAnswerFields, factorNameSchema, factorSchema, mfaTokenSchema } from "../factor/index.ts";

/** The second part of a sign-in. */
export const secondFactorSchema = z
  .strictObject({ mfaToken: mfaTokenSchema, ...factorAnswerFields })
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
