import { type ThrottleDocument, throttles } from "../guessing/index.ts";
import { batchSize, before, inBatches, type Keeper, type MayGoOn } from "./in-batches.ts";

/** Removes counts that nobody looks at any more, which hold addresses of clients: MongoDB does so by itself, some time. */
export function removeThrottles({ database, clock }: Keeper, mayGoOn: MayGoOn) {
  const collection = database.collection(throttles);
  return inBatches<ThrottleDocument>(mayGoOn, {
    next: () => collection.find({ expiresAt: before(clock.now()) }, { sort: { expiresAt: 1 }, limit: batchSize }),
    remove: async ({ _id, expiresAt }) => ((await collection.deleteOne({ _id, expiresAt })) ? 1 : null),
  });
}
