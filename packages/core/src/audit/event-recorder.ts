import { type Collection, type Database, DuplicateKeyError } from "../database/collection.ts";
import type { QueuedEvent } from "../outbox/index.ts";
import { type EventDocument, events } from "./event.store.ts";
import { toDocument } from "./event-forms.ts";

/** Milliseconds for which a sequence that was last is taken for the last still: far less than any event is kept. */
const memory = 60_000;

/**
 * Writes events down, each under the sequence after the last one. The database refuses a sequence, and an event, that is there
 * already, so any number may write at once, in any number of processes: no sequence is left out, none is given twice, and what is
 * written comes after everything that anybody has read.
 */
export function eventRecorder({ database }: { database: Database }) {
  const collection = database.collection(events);
  let last = { sequence: 0, knownUntil: 0 };

  async function nextSequence(): Promise<number> {
    const isKnown = performance.now() < last.knownUntil;
    return (isKnown ? last.sequence : await lastSequence(collection, last.sequence)) + 1;
  }

  return async ({ _id: userId }: { _id: string }, id: string, entry: QueuedEvent): Promise<void> => {
    const event = toDocument(userId, id, entry);
    do {
      const sequence = await nextSequence();
      const isInserted = await insert(collection, { ...event, sequence });
      last = isInserted ? { sequence, knownUntil: performance.now() + memory } : { ...last, knownUntil: 0 };
      if (isInserted) return;
      // Another event has the place, or this one is there already, which is as good.
    } while (!(await collection.findOne({ _id: id }, { projection: { _id: 1 } })));
  };
}

async function lastSequence(collection: Collection<EventDocument>, from: number): Promise<number> {
  const [last] = await collection.find({ sequence: { $gte: from } }, { sort: { sequence: -1 }, limit: 1 });
  return last?.sequence ?? from;
}

/** @returns false where the sequence or the event is there already. */
async function insert(collection: Collection<EventDocument>, event: EventDocument): Promise<boolean> {
  try {
    await collection.insertOne(event);
    return true;
  } catch (error) {
    if (error instanceof DuplicateKeyError) return false;
    throw error;
  }
}
