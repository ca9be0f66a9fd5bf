import type { Context } from "../context.ts";
import { type NewEvent, queueOrDrop } from "../outbox/index.ts";
import { type UserDocument, usersOf } from "../user/index.ts";

/** Tells the account's trail of something that changes nothing else. One write; none where its outbox is full. */
export async function tell(ctx: Context, account: UserDocument, event: NewEvent): Promise<void> {
  const change = queueOrDrop(ctx, account, event);
  if (change.$set) await usersOf(ctx).updateOne({ _id: account._id }, change);
}
