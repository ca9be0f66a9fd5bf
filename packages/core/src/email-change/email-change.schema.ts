import * as z from "zod/mini";
import { isOneTimeProof, oneTimeFields } from "../one-time/index.ts";
import { existingPasswordSchema } from "../password/index.ts";
import { emailSchema } from "../user/index.ts";

/** The password may be missing where the account has none. */
export const emailChangeRequestSchema = z.strictObject({
  newEmail: emailSchema,
  password: z.optional(existingPasswordSchema),
});
export type EmailChangeRequest = z.infer<typeof emailChangeRequestSchema>;

/** The token of a mailed link, or the code and the address that the account has had so far. */
export const emailChangeSchema = z.strictObject(oneTimeFields).check(isOneTimeProof);
