import * as z from "zod/mini";
import { existingPasswordSchema, newPasswordSchema } from "../password/index.ts";
import { type Tokens, tokensSchema } from "../session/index.ts";
import { emailSchema, nameSchema, type User, userSchema } from "../user/index.ts";

export const registrationSchema = z.strictObject({
  email: emailSchema,
  password: newPasswordSchema,
  name: z.optional(nameSchema),
});
export type Registration = z.infer<typeof registrationSchema>;

export const credentialsSchema = z.strictObject({ email: emailSchema, password: existingPasswordSchema });
export type Credentials = z.infer<typeof credentialsSchema>;

export const passwordChangeSchema = z.strictObject({
  currentPassword: existingPasswordSchema,
  newPassword: newPasswordSchema,
});
export type PasswordChange = z.infer<typeof passwordChangeSchema>;

export const passwordProofSchema = z.strictObject({ password: existingPasswordSchema });

/** What registering and signing in answer with. */
export const signedInSchema = z.object({ user: userSchema, tokens: tokensSchema });
export interface SignedIn {
  user: User;
  tokens: Tokens;
}
