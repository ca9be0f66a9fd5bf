import * as z from "zod/mini";
import { isOneTimeProof, oneTimeFields } from "../one-time/index.ts";
import { newPasswordSchema } from "../password/index.ts";

export const passwordResetSchema = z
  .strictObject({ ...oneTimeFields, newPassword: newPasswordSchema })
  .check(isOneTimeProof);
export type PasswordReset = z.infer<typeof passwordResetSchema>;
