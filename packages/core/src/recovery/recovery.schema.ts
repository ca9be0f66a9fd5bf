import * as z from "zod/mini";
import { isOneTimeProof, oneTimeFields } from "../one-time/index.ts";
import { newPasswordSchema } from "../password/index.ts";
import { emailSchema } from "../user/index.ts";

/** Whoever asks for a mail says to which address. */
export const mailRequestSchema = z.strictObject({ email: emailSchema });

/** What a request is answered with of which a mail tells the rest. */
export const acceptedSchema = z.object({});

export const passwordResetSchema = z
  .strictObject({ ...oneTimeFields, newPassword: newPasswordSchema })
  .check(isOneTimeProof);
export type PasswordReset = z.infer<typeof passwordResetSchema>;
