import { type Collection, type Database, DuplicateKeyError } from "../database/collection.ts";
import { RollcallError } from "../kernel/errors.ts";
import type { QueuedEvent } from "../outbox/index.ts";
import { type EventDocument, events, type UnnumberedEvent } from "./event.store.ts";
import { toDocument } from "./event-forms.ts";

/** Milliseconds for which a sequence that was last is taken for the last still: far less than any event is kept. */
const memory = 60_000;

/** Events that are written down in one write. */
const blockSize = 100;

interface Waiting {
  event: UnnumberedEvent;
  resolve(written: Promise<void>): void;
}

/**
 * Writes events down, each under the sequence after the last one. The database refuses a sequence, and an event, that is there
 * already, so any number may write at once, in any number of processes: no sequence is left out, none is given twice, and what is
 * written comes after everything that anybody has read. What is brought while a write is under way goes with the next one.
 */
export function eventRecorder({ database }: { database: Database }) {
  const record = blockRecorder(database.collection(events));
  const waiting: Waiting[] = [];
  let isAtWork = false;

  async function write(block: Waiting[]): Promise<void> {
    const written = record(block.map(({ event }) => event));
    const isOfOne = (error: unknown) => block.length > 1 && !(error instanceof RollcallError);
    // One that cannot be written keeps no other from it.
    if (await written.then(() => false, isOfOne)) for (const each of block) await write([each]);
    else for (const { resolve } of block) resolve(written);
  }

  async function work(): Promise<void> {
    isAtWork = true;
    while (waiting.length > 0) await write(waiting.splice(0, blockSize));
    isAtWork = false;
  }

  return ({ _id: userId }: { _id: string }, id: string, entry: QueuedEvent): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ event: toDocument(userId, id, entry), resolve });
      if (!isAtWork) void work();
    });
}

/** Writes some events down under the sequences after the last one. One that is there already is as good as written. */
function blockRecorder(collection: Collection<EventDocument>) {
  let last = { sequence: 0, knownUntil: 0 };

  async function nextSequence(): Promise<number> {
    const isKnown = performance.now() < last.knownUntil;
    return (isKnown ? last.sequence : await lastSequence(collection, last.sequence)) + 1;
  }

  /** @returns false when another event has a place, or one is there already: those behind it were not written. */
  async function insert(block: UnnumberedEvent[]): Promise<boolean> {
    const first = await nextSequence();
    const documents = block.map((event, index) => ({ ...event, sequence: first + index }));
    try {
      await collection.bulkWrite(documents.map((document) => ({ insertOne: { document } })));
      last = { sequence: first + block.length - 1, knownUntil: performance.now() + memory };
      return true;
    } catch (error) {
      last.knownUntil = 0;
      if (error instanceof DuplicateKeyError) return false;
      throw error;
    }
  }

  async function missing(block: UnnumberedEvent[]): Promise<UnnumberedEvent[]> {
    const ids = block.map(({ _id }) => _id);
    const options = { projection: { _id: 1 }, sort: { _id: 1 }, limit: blockSize } as const;
    const known = new Set((await collection.find({ _id: { $in: ids } }, options)).map(({ _id }) => _id));
    return block.filter(({ _id }) => !known.has(_id));
  }

  return async (block: UnnumberedEvent[]): Promise<void> => {
    let left = block;
    while (left.length > 0) {
      if (await insert(left)) return;
      left = await missing(left);
    }
  };
}

async function lastSequence(collection: Collection<EventDocument>, from: number): Promise<number> {
  const [last] = await collection.find({ sequence: { $gte: from } }, { sort: { sequence: -1 }, limit: 1 });
  return last?.sequence ?? from;
}
