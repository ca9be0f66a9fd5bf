import { type EventDocument, events } from "../audit/index.ts";
import { addSeconds } from "../kernel/clock.ts";
import { type Batches, batchSize, inBatches, type Keeper } from "./in-batches.ts";

/** What tells whether one is old. */
const withTime = { at: 1, sequence: 1 } as const;

/**
 * Removes events that are older than is to be kept, in their order, up to the first that is not. The last one of all stays: the next
 * one's place follows from it.
 */
export async function* removeOldEvents({ database, clock, settings }: Keeper): Batches {
  const collection = database.collection(events);
  const limit = addSeconds(clock.now(), -settings.retention.events);
  const [newest] = await collection.find({ sequence: { $gt: 0 } }, { sort: { sequence: -1 }, limit: 1 });
  const due = { sequence: { $gt: 0, $lt: newest?.sequence ?? 0 } };
  let isOver = false;
  return yield* inBatches<EventDocument>(collection, {
    next: async () =>
      isOver ? [] : collection.find(due, { projection: withTime, sort: { sequence: 1 }, limit: batchSize }),
    removal({ _id, at }) {
      isOver ||= at > limit;
      return isOver ? null : { write: { deleteOne: { filter: { _id } } }, count: 1 };
    },
  });
}
