import { type EventDocument, type EventType, events } from "../audit/index.ts";
import type { Filter, Update } from "../database/collection.ts";
import { type Batches, batchSize, inBatches, type Keeper } from "./in-batches.ts";

/** Those in which somebody says something in words of their own. */
const withReason: EventType[] = ["factors.removed", "factors.removal_requested"];

const withoutAddress: Update = { $set: { ip: null } };
const withoutReason: Update = { $set: { "data.reason": "" } };

/**
 * Takes the addresses away that somebody's events came from: those that they caused, and those of their account that nobody else is
 * known to have caused, such as a password that was wrong; and what administrators have written of them. What is left are ids, which
 * lead to nobody any more. What others have done to the account keeps their addresses.
 * @returns false where another run is at them, too
 */
export async function* pseudonymise(ctx: Keeper, userId: string): Batches {
  const isTheirs = ({ actor }: EventDocument) => actor.id === userId || actor.id === null;
  const hasAddress = { ip: { $ne: null } };
  let isComplete = yield* forget(ctx, { "actor.id": userId, ...hasAddress }, () => withoutAddress);
  isComplete &&= yield* forget(ctx, { userId, ...hasAddress }, (event) => (isTheirs(event) ? withoutAddress : null));
  for (const type of withReason)
    isComplete &&= yield* forget(ctx, { userId, type }, ({ data }) => (data.reason === "" ? null : withoutReason));
  return isComplete;
}

/** @param less null for an event that stays as it is */
function forget({ database }: Keeper, of: Filter, less: (event: EventDocument) => Update | null): Batches {
  const collection = database.collection(events);
  return inBatches<EventDocument>(collection, {
    next: (last) =>
      collection.find({ ...of, sequence: { $gt: last?.sequence ?? 0 } }, { sort: { sequence: 1 }, limit: batchSize }),
    removal(event) {
      const update = less(event);
      // The account is what counts.
      return update && { write: { updateOne: { filter: { _id: event._id }, update } }, count: 0 };
    },
  });
}
