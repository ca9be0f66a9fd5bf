import * as z from "zod/mini";
import { idSchema } from "../kernel/ids.ts";
import { cursorSchema, limitSchema } from "../kernel/paging.ts";
import { dateTimeSchema, typedTextSchema } from "../kernel/text.ts";
import { newPasswordSchema } from "../password/index.ts";
import { emailSchema } from "./email.ts";

export const userIdSchema = idSchema("user");

const role = z.enum(["admin"]);
const status = z.enum(["active", "disabled"]);

/** Any text, of at most 1,000 UTF-16 units: nobody's name is wrong. Null is no name, and so is an empty text. */
export const nameSchema = z.nullable(
  z.pipe(
    typedTextSchema(1_000),
    z.transform((name) => (name === "" ? null : name)),
  ),
);

const roles = z.array(role).check(z.maxLength(1));

/** An account as the API shows it. */
export const userSchema = z.object({
  id: userIdSchema,
  email: z.string(),
  emailVerified: z.boolean(),
  name: z.nullable(z.string()),
  roles: z.array(role),
  status,
  createdAt: dateTimeSchema,
  updatedAt: dateTimeSchema,
  lastLoginAt: z.nullable(dateTimeSchema),
  deletesAt: z.nullable(dateTimeSchema),
});
export type User = z.infer<typeof userSchema>;

/** What people change of their own account. */
export const profileEditSchema = z.strictObject({ name: nameSchema });
export type ProfileEdit = z.infer<typeof profileEditSchema>;

/** What an administrator creates an account from. Without a password nobody can sign in to it. */
export const newUserSchema = z.strictObject({
  email: emailSchema,
  name: z.optional(nameSchema),
  password: z.optional(newPasswordSchema),
  roles: z.optional(roles),
});
export type NewUser = z.infer<typeof newUserSchema>;

/** What an administrator changes of an account. */
export const userEditSchema = z
  .strictObject({ name: z.optional(nameSchema), roles: z.optional(roles), status: z.optional(status) })
  .check(
    z.refine((edit) => Object.keys(edit).length > 0, "Must have at least one field to change"),
    z.meta({ minProperties: 1 }),
  );
export type UserEdit = z.infer<typeof userEditSchema>;

export const userQuerySchema = z.strictObject({
  limit: limitSchema,
  cursor: cursorSchema,
  q: z.optional(typedTextSchema(254)),
  status: z.optional(status),
  role: z.optional(role),
});
export type UserQuery = z.infer<typeof userQuerySchema>;

export const userPageSchema = z.object({ items: z.array(userSchema), nextCursor: z.nullable(z.string()) });
export type UserPage = z.infer<typeof userPageSchema>;
