import * as z from "zod/mini";
import { existingPasswordSchema } from "../password/index.ts";
import { type Tokens, tokensSchema } from "../session/index.ts";
import { emailSchema, type User, userSchema } from "../user/index.ts";

export const credentialsSchema = z.strictObject({ email: emailSchema, password: existingPasswordSchema });
export type Credentials = z.infer<typeof credentialsSchema>;

/** What registering and signing in answer with. */
export const signedInSchema = z.object({ user: userSchema, tokens: tokensSchema });
export interface SignedIn {
  user: User;
  tokens: Tokens;
}
