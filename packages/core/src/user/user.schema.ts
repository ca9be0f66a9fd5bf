import * as z from "zod/mini";
import { idSchema } from "../kernel/ids.ts";
import { dateTimeSchema, textSchema } from "../kernel/text.ts";
import { newPasswordSchema } from "../password/index.ts";
import { emailSchema } from "./email.ts";

export const userIdSchema = idSchema("user");

const role = z.enum(["admin"]);
const status = z.enum(["active", "disabled"]);

/** Any text, of at most 1,000 UTF-16 units: nobody's name is wrong. */
export const nameSchema = textSchema(1_000).check(z.meta({ examples: ["Ada Lovelace"] }));

const roles = z.array(role).check(z.maxLength(1));

/** An account as the API shows it. */
export const userSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    name: z.nullable(z.string()),
    roles: z.array(role),
    status,
    createdAt: dateTimeSchema,
    updatedAt: dateTimeSchema,
    lastLoginAt: z.nullable(dateTimeSchema),
  })
  .check(z.meta({ id: "User" }));
export type User = z.infer<typeof userSchema>;

/** What people change of their own account. */
export const profileEditSchema = z.strictObject({ name: z.nullable(nameSchema) });
export type ProfileEdit = z.infer<typeof profileEditSchema>;

/** What an administrator creates an account from. Without a password nobody can sign in to it. */
export const newUserSchema = z.strictObject({
  email: emailSchema,
  name: z.optional(z.nullable(nameSchema)),
  password: z.optional(newPasswordSchema),
  roles: z.optional(roles),
});
export type NewUser = z.infer<typeof newUserSchema>;

/** What an administrator changes of an account. */
export const userEditSchema = z
  .strictObject({ name: z.optional(z.nullable(nameSchema)), roles: z.optional(roles), status: z.optional(status) })
  .check(
    z.refine((edit) => Object.keys(edit).length > 0, "Expected at least one field to change"),
    z.meta({ minProperties: 1 }),
  );
export type UserEdit = z.infer<typeof userEditSchema>;

const pageSize = z.string().check(z.regex(/^(?:[1-9]\d?|100)$/, "Expected a number from 1 to 100"));

const searchText = textSchema(254).check(
  // A pattern of MongoDB's ends at a NUL, and PCRE does not know how JavaScript writes the other two.
  z.refine((text) => !/[\0\u2028\u2029]/.test(text), "Expected text without NUL and line separators"),
);

export const userQuerySchema = z.strictObject({
  limit: z
    ._default(z.pipe(pageSize, z.transform(Number)), 50)
    .check(z.meta({ description: "How many users at most: 1 to 100, 50 by default." })),
  cursor: z
    .optional(z.string().check(z.maxLength(100)))
    .check(z.meta({ description: "The nextCursor of the page before, with the same filters." })),
  q: z
    .optional(searchText)
    .check(z.meta({ description: "How the e-mail address or the name begins, in any case. Taken literally." })),
  status: z.optional(status),
  role: z.optional(role),
});
export type UserQuery = z.infer<typeof userQuerySchema>;

export const userPageSchema = z
  .object({ items: z.array(userSchema), nextCursor: z.nullable(z.string()) })
  .check(z.meta({ id: "UserPage" }));
export type UserPage = z.infer<typeof userPageSchema>;
