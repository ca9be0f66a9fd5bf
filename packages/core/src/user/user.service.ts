import type { Context } from "../context.ts";
import type { Filter } from "../database/collection.ts";
import { invalid, RollcallError } from "../kernel/errors.ts";
import { requireStrongPassword } from "../password/index.ts";
import { confirmAdministrator, requireAdminRole } from "./administrator.ts";
import { searchFor } from "./search-keys.ts";
import { decodeCursor, encodeCursor } from "./user.cursor.ts";
import type { NewUser, User, UserEdit, UserPage, UserQuery } from "./user.schema.ts";
import {
  insertUser,
  nameFields,
  newUserDocument,
  profileOnly,
  toUser,
  type UserDocument,
  usersOf,
} from "./user.store.ts";

/**
 * One page of accounts, the newest first. A walk along `nextCursor` meets every account that existed when
 * it began exactly once.
 * @throws RollcallError `forbidden`, or `validation_failed` for a cursor of another search.
 */
export async function listUsers(ctx: Context, { limit, cursor, ...filter }: UserQuery): Promise<UserPage> {
  requireAdminRole(ctx);
  const after = cursor === undefined ? undefined : decodeCursor(ctx.secrets, cursor, filter);
  if (after === null) throw invalid(["cursor"], "Must be the nextCursor of a page with the same filters");
  // One more than asked for tells whether there is a next page.
  const options = { sort: { _id: -1 as const }, limit: limit + 1, projection: profileOnly };
  const search = filter.q ? searchFor(filter.q) : null;
  const matches = await usersOf(ctx).find(toFilter(filter, search, after), options);
  const page = matches.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.filter((user) => !search || search.finds(user)).map(toUser),
    nextCursor: last && matches.length > limit ? encodeCursor(ctx.secrets, last._id, filter) : null,
  };
}

type Search = ReturnType<typeof searchFor> | null;

function toFilter({ status, role }: Pick<UserQuery, "status" | "role">, search: Search, after?: string): Filter {
  return {
    ...(after && { _id: { $lt: after } }),
    ...(status && { status }),
    ...(role && { roles: role }),
    ...(search && { $or: [{ emailKeys: search.emailKey }, { nameKeys: search.nameKey }] }),
  };
}

/** @throws RollcallError `not_found` */
export async function readUser(ctx: Context, id: string): Promise<User> {
  requireAdminRole(ctx);
  return toUser(found(await usersOf(ctx).findOne({ _id: id }, { projection: profileOnly })));
}

/** Creates an account for somebody else, who signs in with the password if there is one. */
export async function createUser(ctx: Context, { email, name = null, password, roles = [] }: NewUser): Promise<User> {
  await confirmAdministrator(ctx);
  if (password !== undefined) requireStrongPassword(password, ctx.settings.passwordMinLength, { email, name });
  const passwordHash = password === undefined ? null : await ctx.passwords.hash(ctx, email, password);
  const user = newUserDocument(ctx, { email, name, roles, passwordHash });
  await insertUser(ctx, user);
  return toUser(user);
}

/**
 * Changes somebody else's account. Disabling it ends its sessions in the same write.
 * @throws RollcallError `not_found`; `conflict` when administrators would lock themselves out.
 */
export async function editUser(ctx: Context, id: string, edit: UserEdit): Promise<User> {
  const actor = await confirmAdministrator(ctx);
  const locksOut = edit.status === "disabled" || (edit.roles !== undefined && !edit.roles.includes("admin"));
  if (locksOut && actor.userId === id) throw ownAccount();
  return toUser(found(await applyEdit(ctx, id, edit)));
}

function applyEdit(ctx: Context, id: string, { name, roles, status }: UserEdit): Promise<UserDocument | null> {
  const $set = {
    ...(name !== undefined && nameFields(name)),
    ...(roles && { roles }),
    ...(status && { status }),
    ...(status === "disabled" && { sessions: {} }),
    updatedAt: ctx.clock.now(),
  };
  const change = status === "disabled" ? { $set, $inc: { credentialVersion: 1 } } : { $set };
  return usersOf(ctx).findOneAndUpdate({ _id: id }, change, { projection: profileOnly });
}

/** Deletes somebody else's account and with it its sessions. @throws RollcallError `not_found`, `conflict` */
export async function deleteUser(ctx: Context, id: string): Promise<void> {
  const actor = await confirmAdministrator(ctx);
  if (actor.userId === id) throw ownAccount();
  if (!(await usersOf(ctx).deleteOne({ _id: id }))) throw new RollcallError("not_found");
}

/** @throws RollcallError `not_found` */
function found<T>(document: T | null): T {
  if (!document) throw new RollcallError("not_found");
  return document;
}

function ownAccount(): RollcallError {
  return new RollcallError("conflict", {
    detail: "Administrators cannot demote, disable or delete their own account here; another administrator can.",
  });
}
