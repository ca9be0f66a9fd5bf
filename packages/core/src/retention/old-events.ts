import { type EventDocument, events } from "../audit/index.ts";
import { addSeconds } from "../kernel/clock.ts";
import { batchSize, inBatches, type Keeper, type MayGoOn } from "./in-batches.ts";

/**
 * Removes events that are older than is to be kept, in their order, up to the first that is not. The last one of all stays: the next
 * one's place follows from it.
 */
export async function removeOldEvents({ database, clock, settings }: Keeper, mayGoOn: MayGoOn) {
  const collection = database.collection(events);
  const limit = addSeconds(clock.now(), -settings.retention.events);
  const [newest] = await collection.find({ sequence: { $gt: 0 } }, { sort: { sequence: -1 }, limit: 1 });
  let isOver = false;
  return inBatches<EventDocument>(mayGoOn, {
    next: async () =>
      isOver
        ? []
        : collection.find(
            { sequence: { $gt: 0, $lt: newest?.sequence ?? 0 } },
            { sort: { sequence: 1 }, limit: batchSize },
          ),
    async remove({ _id, at }) {
      isOver ||= at > limit;
      return isOver ? 0 : Number(await collection.deleteOne({ _id }));
    },
  });
}
