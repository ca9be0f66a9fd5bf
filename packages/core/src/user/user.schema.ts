import * as z from "zod";
import { idSchema } from "../kernel/ids.ts";
import { dateTimeSchema, textSchema } from "../kernel/text.ts";
import { newPasswordSchema } from "../password/index.ts";
import { emailSchema } from "./email.ts";

export const userIdSchema = idSchema("user");

const role = z.enum(["admin"]);
const status = z.enum(["active", "disabled"]);

/** Any text, of at most 1,000 UTF-16 units: nobody's name is wrong. */
export const nameSchema = textSchema(1_000).meta({ examples: ["Ada Lovelace"] });

const roles = z.array(role).max(1);

/** An account as the API shows it. */
export const userSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    name: z.string().nullable(),
    roles: z.array(role),
    status,
    createdAt: dateTimeSchema,
    updatedAt: dateTimeSchema,
    lastLoginAt: dateTimeSchema.nullable(),
  })
  .meta({ id: "User" });
export type User = z.infer<typeof userSchema>;

/** What people change of their own account. */
export const profileEditSchema = z.strictObject({ name: nameSchema.nullable() });
export type ProfileEdit = z.infer<typeof profileEditSchema>;

/** What an administrator creates an account from. Without a password nobody can sign in to it. */
export const newUserSchema = z.strictObject({
  email: emailSchema,
  name: nameSchema.nullable().optional(),
  password: newPasswordSchema.optional(),
  roles: roles.optional(),
});
export type NewUser = z.infer<typeof newUserSchema>;

/** What an administrator changes of an account. */
export const userEditSchema = z
  .strictObject({ name: nameSchema.nullable().optional(), roles: roles.optional(), status: status.optional() })
  .refine((edit) => Object.keys(edit).length > 0, "Expected at least one field to change")
  .meta({ minProperties: 1 });
export type UserEdit = z.infer<typeof userEditSchema>;

export const userQuerySchema = z.strictObject({
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|100)$/, "Expected a number from 1 to 100")
    .transform(Number)
    .default(50)
    .meta({ description: "How many users at most: 1 to 100, 50 by default." }),
  cursor: z
    .string()
    .max(100)
    .optional()
    .meta({ description: "The nextCursor of the page before, with the same filters." }),
  q: textSchema(254)
    // A pattern of MongoDB's ends at a NUL, and PCRE does not know how JavaScript writes the other two.
    .refine((text) => !/[\0\u2028\u2029]/.test(text), "Expected text without NUL and line separators")
    .optional()
    .meta({ description: "How the e-mail address or the name begins, in any case. Taken literally." }),
  status: status.optional(),
  role: role.optional(),
});
export type UserQuery = z.infer<typeof userQuerySchema>;

export const userPageSchema = z
  .object({ items: z.array(userSchema), nextCursor: z.string().nullable() })
  .meta({ id: "UserPage" });
export type UserPage = z.infer<typeof userPageSchema>;
