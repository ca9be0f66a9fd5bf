import type { Context } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { nothingToStop, stopRemoval } from "../factor-removal/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { voidOneTime } from "../one-time/index.ts";
import { type NewEvent, type NewMail, outboxOf, queueOrDrop } from "../outbox/index.ts";
import { requireStrongPassword } from "../password/index.ts";
import { withoutAnySession } from "../session/index.ts";
import {
  forDelivery,
  insertUser,
  knownBy,
  type NewUser,
  newUserDocument,
  profileOnly,
  toUser,
  type User,
  type UserDocument,
  type UserEdit,
  type UserPage,
  type UserQuery,
  usersOf,
} from "../user/index.ts";
import { actOn } from "./act.ts";
import { authorOf, confirmAdministrator, requireAdminRole } from "./administrator.ts";
import { invitationOf } from "./invitation.service.ts";
import { eventsOfEdit } from "./user-changes.ts";
import { pageOfUsers } from "./user-pages.ts";

/**
 * One page of accounts, the newest first; it may be short, and even empty, and yet not the last. A walk along `nextCursor` meets every
 * account that existed when it began exactly once.
 * @throws RollcallError `forbidden`, or `validation_failed` for a cursor of another search.
 */
export async function listUsers(ctx: Context, query: UserQuery): Promise<UserPage> {
  requireAdminRole(ctx);
  return pageOfUsers(ctx, query);
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
  const invitation = isInvited ? invitationOf(ctx, account) : null;
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

/**
 * Changes somebody else's account. Disabling it ends its sessions, and voids what was mailed, in the same write.
 * @throws RollcallError `not_found`; `conflict` when administrators would lock themselves, or everybody, out.
 */
export async function editUser(ctx: Context, id: string, edit: UserEdit): Promise<User> {
  const locksOut = edit.status === "disabled" || (edit.roles !== undefined && !edit.roles.includes("admin"));
  const edited = await actOn(ctx, id, {
    locksOut,
    reading: { ...forDelivery, factorRemoval: 1 },
    write(expected, seen, actor) {
      const events = eventsOfEdit(authorOf(actor), seen, edit);
      // Whoever doubts that it was the owner who has lost them disables the account.
      const stopping =
        edit.status === "disabled" ? stopRemoval(ctx, seen, "administrator", authorOf(actor)) : nothingToStop;
      const change = mergeUpdates(
        toUpdate(ctx, seen, edit),
        stopping.change,
        queueOrDrop(ctx, seen, ...events, ...stopping.causes),
      );
      const { email, name } = seen;
      const asRead = { ...expected, email, ...(edit.name !== undefined && { name }), ...stopping.expected };
      return usersOf(ctx).findOneAndUpdate(asRead, change, { projection: profileOnly });
    },
  });
  return toUser(edited);
}

function toUpdate({ clock }: Context, { email }: UserDocument, { name, roles, status }: UserEdit): Update {
  const isDisabled = status === "disabled";
  const isDemoted = roles !== undefined && !roles.includes("admin");
  return mergeUpdates(
    {
      $set: {
        ...(name !== undefined && knownBy({ email, name })),
        ...(roles && { roles }),
        ...(status && { status }),
        updatedAt: clock.now(),
      },
    },
    (isDisabled || isDemoted) && { $unset: { removal: true } },
    // Whoever disables an account that its owner has deleted takes the way back; whoever enables it undoes the deletion.
    isDisabled && mergeUpdates(withoutAnySession, voidOneTime(), { $inc: { credentialVersion: 1 } }),
    status === "active" && { $unset: { deletesAt: true, "oneTime.restore": true } },
  );
}

/** @throws RollcallError `not_found` */
function found<T>(document: T | null): T {
  if (!document) throw new RollcallError("not_found");
  return document;
}
