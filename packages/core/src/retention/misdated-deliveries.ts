import { addSeconds } from "../kernel/clock.ts";
import { outboxSlice } from "../outbox/index.ts";
import { longestPause } from "../relay/index.ts";
import { only, type UserDocument, users } from "../user/index.ts";
import { batchSize, inBatches, type Keeper, type MayGoOn } from "./in-batches.ts";

const withOutbox = only(outboxSlice);

/**
 * Makes due what waits for longer than anything ever does: the clock was ahead when it was queued or tried, and has been set back
 * since. Without this it would wait until that time comes.
 */
export function redateDeliveries({ database, clock }: Keeper, mayGoOn: MayGoOn) {
  const accounts = database.collection(users);
  const now = clock.now();
  const limit = addSeconds(now, longestPause);
  return inBatches<UserDocument>(mayGoOn, {
    next: () =>
      accounts.find(
        { outboxDue: { $gt: limit } },
        { projection: withOutbox, sort: { outboxDue: 1 }, limit: batchSize },
      ),
    async remove({ _id, outboxDue, outbox = {} }) {
      const late = Object.entries(outbox).filter(([, { due, dead }]) => !dead && due > limit);
      const entries = late.map(([id, { due }]) => [`outbox.${id}.due`, due] as const);
      const done = await accounts.updateOne(
        // A relay that takes or settles an entry changes its time.
        { _id, outboxDue, ...Object.fromEntries(entries) },
        { $set: { ...Object.fromEntries(entries.map(([path]) => [path, now])), outboxDue: now } },
      );
      return done ? late.length : null;
    },
  });
}
