import type { Context } from "../context.ts";
import { type UserDocument, usersOf } from "../user/index.ts";
import { type Stopping, stopRemoval } from "./pending-removal.ts";

/**
 * Makes the write that takes the proof of a factor: nothing is lost, so a removal that waits is stopped with it. Where that was stopped by
 * somebody else in the meantime, the proof is as good as before, and the write is made once more; one read, each time.
 * @param write resolves to null where the account is not as expected
 */
export async function whileStopping<R>(
  ctx: Context,
  seen: UserDocument,
  write: (stopping: Stopping) => Promise<R | null>,
): Promise<R | null> {
  const done = await write(stopRemoval(ctx, seen, "factor"));
  if (done || !seen.factorRemoval) return done;
  const { _id, factorRemoval } = seen;
  const now = await usersOf(ctx).findOne({ _id }, { projection: { factorRemoval: 1, oneTime: 1 } });
  if (!now || now.factorRemoval?.due.getTime() === factorRemoval.due.getTime()) return null;
  return whileStopping(ctx, { ...seen, factorRemoval: now.factorRemoval, oneTime: now.oneTime } as UserDocument, write);
}
