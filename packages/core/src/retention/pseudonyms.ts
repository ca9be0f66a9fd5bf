import { type EventDocument, events } from "../audit/index.ts";
import type { Filter } from "../database/collection.ts";
import { batchSize, inBatches, type Keeper, type MayGoOn } from "./in-batches.ts";

/**
 * Takes the addresses away that somebody's events came from: those that they caused, and those of their account that nobody else is
 * known to have caused, such as a password that was wrong. What is left are ids, which lead to nobody any more. What others have done
 * to the account keeps theirs.
 * @returns false where there was no time for all of them; the next run goes on
 */
export async function pseudonymise(ctx: Keeper, userId: string, mayGoOn: MayGoOn): Promise<boolean> {
  const isTheirs = ({ actor }: EventDocument) => actor.id === userId || actor.id === null;
  const caused = await forget(ctx, { "actor.id": userId }, () => true, mayGoOn);
  return caused && (await forget(ctx, { userId }, isTheirs, mayGoOn));
}

async function forget(
  { database }: Keeper,
  of: Filter,
  isTheirs: (event: EventDocument) => boolean,
  mayGoOn: MayGoOn,
): Promise<boolean> {
  const collection = database.collection(events);
  const { isComplete } = await inBatches<EventDocument>(mayGoOn, {
    next: (last) =>
      collection.find(
        { ...of, ip: { $ne: null }, sequence: { $gt: last?.sequence ?? 0 } },
        { sort: { sequence: 1 }, limit: batchSize },
      ),
    async remove(event) {
      if (isTheirs(event)) await collection.updateOne({ _id: event._id }, { $set: { ip: null } });
      return 1;
    },
  });
  return isComplete;
}
