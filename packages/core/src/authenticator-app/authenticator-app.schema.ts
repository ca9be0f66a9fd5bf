import * as z from "zod/mini";
import { factorIdSchema, factorNameSchema, totpCodeSchema } from "../factor/index.ts";

/** What an app is to be given: by hand, or as a QR code of `uri`. */
export const authenticatorAppSchema = z.object({ id: factorIdSchema, secret: z.string(), uri: z.string() });
export type AuthenticatorApp = z.infer<typeof authenticatorAppSchema>;

/** The first code that the app shows. */
export const authenticatorAppProofSchema = z.strictObject({
  id: factorIdSchema,
  code: totpCodeSchema,
  name: z.optional(factorNameSchema),
});
export type AuthenticatorAppProof = z.infer<typeof authenticatorAppProofSchema>;
