import { addSeconds } from "../kernel/clock.ts";
import { outboxSlice } from "../outbox/index.ts";
import { longestPause } from "../relay/index.ts";
import { only, type UserDocument, users } from "../user/index.ts";
import { batchSize, inBatches, type Keeper } from "./in-batches.ts";

const withOutbox = only(outboxSlice);

/**
 * Makes due what waits for longer than anything ever does: the clock was ahead when it was queued or tried, and has been set back
 * since. Without this it would wait until that time comes.
 */
export function redateDeliveries({ database, clock }: Keeper) {
  const accounts = database.collection(users);
  const now = clock.now();
  const limit = addSeconds(now, longestPause);
  return inBatches<UserDocument>(accounts, {
    next: () =>
      accounts.find(
        { outboxDue: { $gt: limit } },
        { projection: withOutbox, sort: { outboxDue: 1 }, limit: batchSize },
      ),
    removal({ _id, outboxDue, outbox = {} }) {
      const late = Object.entries(outbox).filter(([, { due, dead }]) => !dead && due > limit);
      const entries = late.map(([id, { due }]) => [`outbox.${id}.due`, due] as const);
      // A relay that takes or settles an entry changes its time.
      const filter = { _id, outboxDue, ...Object.fromEntries(entries) };
      const update = { $set: { ...Object.fromEntries(entries.map(([path]) => [path, now])), outboxDue: now } };
      return { write: { updateOne: { filter, update } }, count: late.length };
    },
  });
}
