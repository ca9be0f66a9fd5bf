import * as z from "zod/mini";
import { newPasswordSchema } from "../password/index.ts";
import { emailSchema, nameSchema } from "../user/index.ts";

export const registrationSchema = z.strictObject({
  email: emailSchema,
  password: newPasswordSchema,
  name: z.optional(nameSchema),
});
export type Registration = z.infer<typeof registrationSchema>;
