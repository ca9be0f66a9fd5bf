import { withoutLosingTheLast } from "../administration/index.ts";
import { type Context, requireActor } from "../context.ts";
import { requirePassword, wrongPassword } from "../credentials/index.ts";
import type { Filter, Update } from "../database/collection.ts";
import { guessAsMyself } from "../guessing/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { withLiveSession } from "../session/index.ts";
import { type UserDocument, usersOf } from "../user/index.ts";
import { toPendingDeletion } from "./pending-deletion.ts";
import { farewell, toTombstone } from "./tombstone.ts";

/**
 * Deletes the caller's account and with it every session, or ends these and puts the account out of use, where the operator gives
 * time in which a deletion can be undone. One read and one conditional write; of an administrator's account some more.
 * @throws RollcallError `validation_failed`, `too_many_attempts`, `conflict` for the last administrator, or `invalid_token` once the
 *   session has ended.
 */
export async function deleteMe(ctx: Context, password: string): Promise<void> {
  const attempt = await guessAsMyself(ctx);
  await requirePassword(ctx, attempt, password);
  const { account } = attempt;
  await withoutLosingTheLast(ctx, account._id, (expected) => end(ctx, account, expected));
}

/** @returns null for an administrator's account, which is not as expected the first time */
async function end(ctx: Context, seen: UserDocument, expected: Filter): Promise<true | null> {
  const { _id, email, passwordHash } = seen;
  const live = withLiveSession(ctx, _id, requireActor(ctx).sessionId);
  if (await usersOf(ctx).updateOne({ ...live, email, passwordHash, ...expected }, toEnded(ctx, seen))) return true;
  const now = await usersOf(ctx).findOne(live);
  // Another password has to be proved; another address only gets the last mail.
  if (now && now.passwordHash !== passwordHash) throw wrongPassword("password");
  if (now) return now.email === email ? null : end(ctx, now, expected);
  // Whoever deleted it first has done what was asked.
  if (await usersOf(ctx).findOne({ _id, deletesAt: { $exists: false } })) throw new RollcallError("invalid_token");
  return true;
}

function toEnded(ctx: Context, seen: UserDocument): Update {
  return ctx.settings.deletionGrace > 0
    ? toPendingDeletion(ctx, seen)
    : toTombstone(ctx, seen, { type: "user.deleted" }, ...farewell(ctx, seen));
}
