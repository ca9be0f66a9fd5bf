import { deletionSlice } from "../deletion/index.ts";
import { addSeconds } from "../kernel/clock.ts";
import { outboxSlice } from "../outbox/index.ts";
import { only, type UserDocument, users } from "../user/index.ts";
import { type Batches, batchSize, type Keeper } from "./in-batches.ts";
import { pseudonymise } from "./pseudonyms.ts";

/**
 * Seconds after a deletion until its tombstone goes: longer than a relay tries. By then every event that the account has caused, in
 * other accounts, too, is told, and can be pseudonymised.
 */
const rest = 3 * 86_400;

const withDeletion = only(outboxSlice, deletionSlice);

/** Removes what deleted accounts have left, once all of it is told, and what their events say of who they were. */
export async function* removeTombstones(ctx: Keeper): Batches {
  const accounts = ctx.database.collection(users);
  const isOver = ({ deletedAt = new Date(0), outbox = {} }: UserDocument) =>
    addSeconds(deletedAt, rest) <= ctx.clock.now() && Object.keys(outbox).length === 0;
  let isComplete = true;
  for (let batch: UserDocument[] = [], last: string | undefined; ; last = batch.at(-1)?._id) {
    batch = await accounts.find(
      { status: "deleted", ...(last && { _id: { $lt: last } }) },
      { projection: withDeletion, sort: { _id: -1 }, limit: batchSize },
    );
    for (const { _id } of batch.filter(isOver)) {
      const isForgotten = yield* pseudonymise(ctx, _id);
      isComplete &&= isForgotten;
      if (isForgotten) yield Number(await accounts.deleteOne({ _id, status: "deleted" }));
    }
    yield 0;
    if (batch.length < batchSize) return isComplete;
  }
}
