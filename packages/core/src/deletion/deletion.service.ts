import { withoutLosingTheLast } from "../administration/index.ts";
import { type Context, requireActor } from "../context.ts";
import { requirePassword, wrongPassword } from "../credentials/index.ts";
import { guessAsMyself } from "../guessing/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { withLiveSession } from "../session/index.ts";
import { usersOf } from "../user/index.ts";
import { toPendingDeletion } from "./pending-deletion.ts";
import { farewell, toTombstone } from "./tombstone.ts";

/**
 * Deletes the caller's account and with it every session, or ends these and puts the account out of use, where the operator gives
 * time in which a deletion can be undone. One read and one conditional write; of an administrator's account some more.
 * @throws RollcallError `validation_failed`, `too_many_attempts`, `conflict` for the last administrator, or `invalid_token` once the
 *   session has ended.
 */
export async function deleteMe(ctx: Context, password: string): Promise<void> {
  const { sessionId } = requireActor(ctx);
  const attempt = await guessAsMyself(ctx);
  const seen = attempt.account;
  const { _id, email, credentialVersion } = seen;
  await requirePassword(ctx, attempt, password);
  const live = withLiveSession(ctx, _id, sessionId);
  const change =
    ctx.settings.deletionGrace > 0
      ? toPendingDeletion(ctx, seen)
      : toTombstone(ctx, seen, { type: "user.deleted" }, ...farewell(ctx, seen));
  await withoutLosingTheLast(ctx, _id, async (expected) => {
    if (await usersOf(ctx).updateOne({ ...live, email, credentialVersion, ...expected }, change)) return true;
    const now = await usersOf(ctx).findOne(live);
    // What was changed meanwhile has to be proved again; an administrator's account is not as expected the first time.
    if (now && (now.credentialVersion !== credentialVersion || now.email !== email)) throw wrongPassword("password");
    if (now) return null;
    // Whoever deleted it first has done what was asked.
    if (await usersOf(ctx).findOne({ _id, deletesAt: { $exists: false } })) throw new RollcallError("invalid_token");
    return true;
  });
}
