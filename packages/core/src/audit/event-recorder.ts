import { type Collection, type Database, DuplicateKeyError } from "../database/collection.ts";
import type { QueuedEvent } from "../outbox/index.ts";
import { type EventDocument, events } from "./event.store.ts";
import { toDocument } from "./event-forms.ts";

/**
 * Writes events down, each under the sequence after the last one. The database refuses a sequence, and an event, that is there
 * already, so any number may write at once, in any number of processes: no sequence is left out, none is given twice, and what is
 * written comes after everything that anybody has read.
 */
export function eventRecorder({ database }: { database: Database }) {
  const collection = database.collection(events);
  /** Where to look for the last one from. */
  let last = 0;
  return async ({ _id: userId }: { _id: string }, id: string, entry: QueuedEvent): Promise<void> => {
    const event = toDocument(userId, id, entry);
    do last = await lastSequence(collection, last);
    while (!(await insert(collection, { ...event, sequence: last + 1 })));
  };
}

async function lastSequence(collection: Collection<EventDocument>, from: number): Promise<number> {
  const [last] = await collection.find({ sequence: { $gte: from } }, { sort: { sequence: -1 }, limit: 1 });
  return last?.sequence ?? from;
}

/** @returns false when another event has the place. An event that is there already is as good as written. */
async function insert(collection: Collection<EventDocument>, event: EventDocument): Promise<boolean> {
  try {
    await collection.insertOne(event);
    return true;
  } catch (error) {
    if (!(error instanceof DuplicateKeyError)) throw error;
    return (await collection.findOne({ _id: event._id })) !== null;
  }
}
