import * as z from "zod/mini";
import { existingPasswordSchema, newPasswordSchema } from "../password/index.ts";

export const passwordChangeSchema = z.strictObject({
  currentPassword: existingPasswordSchema,
  newPassword: newPasswordSchema,
});
export type PasswordChange = z.infer<typeof passwordChangeSchema>;
