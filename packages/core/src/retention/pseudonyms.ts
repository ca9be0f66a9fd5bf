import { type EventDocument, events } from "../audit/index.ts";
import type { Filter } from "../database/collection.ts";
import { type Batches, batchSize, inBatches, type Keeper } from "./in-batches.ts";

/**
 * Takes the addresses away that somebody's events came from: those that they caused, and those of their account that nobody else is
 * known to have caused, such as a password that was wrong. What is left are ids, which lead to nobody any more. What others have done
 * to the account keeps theirs.
 * @returns false where another run is at them, too
 */
export async function* pseudonymise(ctx: Keeper, userId: string): Batches {
  const isTheirs = ({ actor }: EventDocument) => actor.id === userId || actor.id === null;
  const caused = yield* forget(ctx, { "actor.id": userId }, () => true);
  return caused && (yield* forget(ctx, { userId }, isTheirs));
}

function forget({ database }: Keeper, of: Filter, isTheirs: (event: EventDocument) => boolean): Batches {
  const collection = database.collection(events);
  return inBatches<EventDocument>(collection, {
    next: (last) =>
      collection.find(
        { ...of, ip: { $ne: null }, sequence: { $gt: last?.sequence ?? 0 } },
        { sort: { sequence: 1 }, limit: batchSize },
      ),
    removal(event) {
      if (!isTheirs(event)) return null;
      // The account is what counts.
      return { write: { updateOne: { filter: { _id: event._id }, update: { $set: { ip: null } } } }, count: 0 };
    },
  });
}
