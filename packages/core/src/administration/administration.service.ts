import type { Actor, Context } from "../context.ts";
import type { Filter, Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { decodeCursor, encodeCursor } from "../kernel/cursor.ts";
import { invalid, RollcallError } from "../kernel/errors.ts";
import { decodeId, encodeId } from "../kernel/ids.ts";
import { voidOneTime } from "../one-time/index.ts";
import { type NewEvent, type NewMail, outboxOf, queueOrDrop } from "../outbox/index.ts";
import { requireStrongPassword } from "../password/index.ts";
import {
  insertUser,
  type NewUser,
  nameFields,
  newUserDocument,
  profileOnly,
  searchFor,
  toUser,
  type User,
  type UserDocument,
  type UserEdit,
  type UserPage,
  type UserQuery,
  usersOf,
} from "../user/index.ts";
import { authorOf, confirmAdministrator, requireAdminRole, withOutbox } from "./administrator.ts";
import { isInOffice, removeFromOffice, withoutLosingTheLast } from "./last-administrator.ts";
import { eventsOfEdit } from "./user-changes.ts";

/** Bytes of an id, which is where a page ends. */
const idLength = 16;

/**
 * One page of accounts, the newest first. A walk along `nextCursor` meets every account that existed when
 * it began exactly once.
 * @throws RollcallError `forbidden`, or `validation_failed` for a cursor of another search.
 */
export async function listUsers(ctx: Context, { limit, cursor, ...filter }: UserQuery): Promise<UserPage> {
  requireAdminRole(ctx);
  const position = cursor === undefined ? undefined : decodeCursor(ctx.secrets, cursor, filter, idLength);
  if (position === null) throw invalid(["cursor"], "Must be the nextCursor of a page with the same filters");
  // One more than asked for tells whether there is a next page.
  const options = { sort: { _id: -1 as const }, limit: limit + 1, projection: profileOnly };
  const search = filter.q ? searchFor(filter.q) : null;
  const after = position && encodeId("user", position);
  const matches = await usersOf(ctx).find(toFilter(filter, search, after), options);
  const page = matches.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.filter((user) => !search || search.finds(user)).map(toUser),
    nextCursor: last && matches.length > limit ? encodeCursor(ctx.secrets, decodeId(last._id), filter) : null,
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

/** @throws RollcallError `not_found` */
export async function readUserByEmail(ctx: Context, email: string): Promise<User> {
  requireAdminRole(ctx);
  return toUser(found(await usersOf(ctx).findOne({ email }, { projection: profileOnly })));
}

/**
 * Creates an account for somebody else, who signs in with the password if there is one, and otherwise is invited by mail to choose
 * one, where mail is sent.
 * @throws RollcallError `email_taken`, `weak_password`
 */
export async function createUser(ctx: Context, { email, name = null, password, roles = [] }: NewUser): Promise<User> {
  requireAdminRole(ctx);
  if (password !== undefined) await requireStrongPassword(ctx, password, { email, name });
  const passwordHash = password === undefined ? null : await ctx.passwords.hash(ctx, email, password);
  const account = newUserDocument(ctx, { email, name, roles, passwordHash });
  const isInvited = passwordHash === null && ctx.settings.sendsMail;
  const invitation = isInvited ? (await import("./invitation.service.ts")).invitationOf(ctx, account) : null;
  const author = authorOf(await confirmAdministrator(ctx));
  const entries: (NewEvent | NewMail)[] = [{ type: "user.created", ...author, data: { roles } }];
  if (roles.includes("admin")) entries.push({ type: "administrator.promoted", ...author, data: { by: "creation" } });
  if (invitation) entries.push({ type: "user.invited", ...author }, invitation.mail);
  const user = {
    ...account,
    ...(invitation && { oneTime: { invite: invitation.entry } }),
    ...outboxOf(ctx, ...entries),
  };
  await insertUser(ctx, user);
  return toUser(user);
}

/** See invitation.service.ts. */
export async function sendPasswordReset(ctx: Context, id: string): Promise<void> {
  const invitations = await import("./invitation.service.ts");
  await invitations.sendPasswordReset(ctx, id);
}

/** Each attempt but the first means that somebody else has changed roles or status at the same moment. */
const maxAttempts = 10;

/**
 * Changes somebody else's account. Disabling it ends its sessions, and voids what was mailed, in the same write. The write names
 * the roles and the status that were read, so that what is told of them before and after is true.
 * @throws RollcallError `not_found`; `conflict` when administrators would lock themselves, or everybody, out.
 */
export async function editUser(ctx: Context, id: string, edit: UserEdit): Promise<User> {
  const locksOut = edit.status === "disabled" || (edit.roles !== undefined && !edit.roles.includes("admin"));
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const reading = usersOf(ctx).findOne({ _id: id }, { projection: withOutbox });
    const [actor, account] = await Promise.all([confirmAdministrator(ctx), reading]);
    if (locksOut) requireOther(actor, id);
    const seen = found(account);
    const write = (expected: Filter) => writeEdit(ctx, expected, { actor, seen, edit });
    const edited = await (locksOut && isInOffice(seen)
      ? removeFromOffice(ctx, id, async (marked) => (await confirmAdministrator(ctx)) && write(marked))
      : write({ _id: id }));
    if (edited) return toUser(edited);
  }
  throw new RollcallError("unavailable", { retryAfter: 1 });
}

interface Edit {
  actor: Actor | "system";
  seen: UserDocument;
  edit: UserEdit;
}

/** @returns null when the account is not as it was seen any more. */
function writeEdit(ctx: Context, expected: Filter, { actor, seen, edit }: Edit): Promise<UserDocument | null> {
  const events = eventsOfEdit(authorOf(actor), seen, edit);
  return usersOf(ctx).findOneAndUpdate(
    { ...expected, roles: seen.roles, status: seen.status },
    mergeUpdates(toUpdate(ctx, edit), queueOrDrop(ctx, seen, ...events)),
    { projection: profileOnly },
  );
}

function toUpdate({ clock }: Context, { name, roles, status }: UserEdit): Update {
  const isDemoted = roles !== undefined && !roles.includes("admin");
  return {
    $set: {
      ...(name !== undefined && nameFields(name)),
      ...(roles && { roles }),
      ...(status && { status }),
      ...(status === "disabled" && { sessions: {} }),
      updatedAt: clock.now(),
    },
    ...(status === "disabled" && { $inc: { credentialVersion: 1 } }),
    ...((status === "disabled" || isDemoted) && {
      $unset: { removal: true as const, ...(status === "disabled" && voidOneTime().$unset) },
    }),
  };
}

/** Deletes somebody else's account and with it its sessions. @throws RollcallError `not_found`, `conflict` */
export async function deleteUser(ctx: Context, id: string): Promise<void> {
  const isDeleted = await withoutLosingTheLast(ctx, id, async (expected) => {
    requireOther(await confirmAdministrator(ctx), id);
    return (await usersOf(ctx).deleteOne(expected)) || null;
  });
  found(isDeleted);
}

/** @throws RollcallError `not_found` */
function found<T>(document: T | null): T {
  if (!document) throw new RollcallError("not_found");
  return document;
}

/** @throws RollcallError `conflict` */
function requireOther(actor: Actor | "system", id: string): void {
  if (actor === "system" || actor.userId !== id) return;
  throw new RollcallError("conflict", {
    detail: "Administrators cannot demote, disable or delete their own account here; another administrator can.",
  });
}
