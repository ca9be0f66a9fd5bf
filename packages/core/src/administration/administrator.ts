import { type Actor, type Context, requireActor } from "../context.ts";
import type { Projection, Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { withoutAnyFactor } from "../factor/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type NewEvent, outboxSlice, queueOrDrop } from "../outbox/index.ts";
import { requireStrongPassword } from "../password/index.ts";
import { acrOf, countingRoles, sessionIn, tokensOf, withLiveSession, withoutAnySession } from "../session/index.ts";
import { only, profileOnly, toUser, type User, usersOf } from "../user/index.ts";

/** What an act of administration is written down from. */
const forPromotion: Projection = { ...only(outboxSlice), hasFactors: 1 };

/** What the access token says suffices for reading. @throws RollcallError `missing_token`, `forbidden` */
export function requireAdminRole(ctx: Context): Actor | "system" {
  if (ctx.actor === "system") return ctx.actor;
  const actor = requireActor(ctx);
  if (!actor.roles.includes("admin")) throw new RollcallError("forbidden");
  return actor;
}

/**
 * Right before a write on somebody else's account, and after all that takes long, the database says whether the
 * actor's session and role still stand: a demoted or disabled administrator changes nothing with a token that has not
 * expired yet, nor does one whose role takes two factors by now. One read.
 * @throws RollcallError `missing_token`, `forbidden`, or `invalid_token` once the session has ended, or its next token lacks the role.
 */
export async function confirmAdministrator(ctx: Context): Promise<Actor | "system"> {
  const actor = requireAdminRole(ctx);
  if (actor === "system") return actor;
  const { userId, sessionId } = actor;
  const options = { projection: tokensOf(sessionId) };
  const user = await usersOf(ctx).findOne(withLiveSession(ctx, userId, sessionId), options);
  const session = user && sessionIn(user, sessionId);
  if (!session) throw new RollcallError("invalid_token");
  if (!user.roles.includes("admin")) throw new RollcallError("forbidden");
  if (!countingRoles(ctx.settings, user, acrOf(session)).includes("admin")) throw new RollcallError("invalid_token");
  return actor;
}

/** @throws RollcallError `conflict` */
export function requireOther(
  actor: Actor | "system",
  id: string,
  detail = "Administrators cannot demote, disable or delete their own account here; another administrator can.",
): void {
  if (actor !== "system" && actor.userId === id) throw new RollcallError("conflict", { detail });
}

/** Who has done something to somebody's account, for its event. */
export type Author = Required<Pick<NewEvent, "actor">>;

export function authorOf(actor: Actor | "system"): Author {
  return { actor: actor === "system" ? { type: "system", id: null } : { type: "admin", id: actor.userId } };
}

/**
 * Makes an active administrator of an account that exists, in one write that leaves nothing to whoever has had it so
 * far: it sets the password, ends every session, removes every factor, voids every mailed link, and beats every sign-in that is under
 * way. For commands only.
 * @throws RollcallError `not_found`, `weak_password`
 */
export async function promoteUser(ctx: Context, id: string, password: string): Promise<User> {
  if (ctx.actor !== "system") throw new RollcallError("forbidden");
  const seen = await usersOf(ctx).findOne({ _id: id }, { projection: forPromotion });
  if (!seen) throw new RollcallError("not_found");
  await requireStrongPassword(ctx, password, seen);
  const passwordHash = await ctx.passwords.hash(ctx, seen.email, password);
  const promotion: Update = {
    $set: {
      roles: ["admin"],
      status: "active",
      passwordHash,
      updatedAt: ctx.clock.now(),
    },
    $inc: { credentialVersion: 1 },
    $unset: { removal: true, deletesAt: true, oneTime: true, registrationEnds: true },
  };
  const events: NewEvent[] = [{ type: "administrator.promoted", data: { by: "command" } }];
  if (seen.hasFactors) events.push({ type: "factors.removed", data: { by: "command", reason: "promotion" } });
  const change = mergeUpdates(promotion, withoutAnyFactor, withoutAnySession, queueOrDrop(ctx, seen, ...events));
  const asTold = { _id: id, hasFactors: seen.hasFactors ?? { $exists: false } };
  const user = await usersOf(ctx).findOneAndUpdate(asTold, change, { projection: profileOnly });
  return user ? toUser(user) : promoteUser(ctx, id, password);
}
