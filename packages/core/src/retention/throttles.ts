import { type ThrottleDocument, throttles } from "../guessing/index.ts";
import { batchSize, before, inBatches, type Keeper } from "./in-batches.ts";

/** Removes counts that nobody looks at any more, which hold addresses of clients: MongoDB does so by itself, some time. */
export function removeThrottles({ database, clock }: Keeper) {
  const collection = database.collection(throttles);
  return inBatches<ThrottleDocument>(collection, {
    next: () => collection.find({ expiresAt: before(clock.now()) }, { sort: { expiresAt: 1 }, limit: batchSize }),
    removal: ({ _id, expiresAt }) => ({ write: { deleteOne: { filter: { _id, expiresAt } } }, count: 1 }),
  });
}
