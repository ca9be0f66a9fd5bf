import type { Context } from "../context.ts";
import type { Collection, Document, Write } from "../database/collection.ts";
import type { Asking } from "../outbox/index.ts";

/** What retention needs of a context: it is nobody's request. */
export type Keeper = Pick<Context, "database"> &
  Asking & {
    settings: Pick<Context["settings"], "retention">;
  };

/** Documents that are read together, and written to together. */
export const batchSize = 100;

/** Yields how much each batch removed, and returns whether nothing that was due is left, as far as could be seen. */
export type Batches = AsyncGenerator<number, boolean, void>;

export interface Step<T extends Document> {
  /** The next {@link batchSize} documents that are due, behind the last one that was seen. What has been done is due no more. */
  next(last: T | undefined): Promise<T[]>;
  /** How one of them is done; null where it is not to be. */
  removal(document: T): Removal<T> | null;
}

interface Removal<T extends Document> {
  /** Names what was read, so that any number of runs may be at it. */
  write: Write<T>;
  /** How many things it removes. */
  count: number;
}

/** Removes what is due, batch after batch: one read, and one trip for what is written. */
export async function* inBatches<T extends Document>(collection: Collection<T>, { next, removal }: Step<T>): Batches {
  for (let last: T | undefined; ; ) {
    const batch = await next(last);
    const removals = batch.flatMap((document) => removal(document) ?? []);
    const done = removals.length > 0 ? await collection.bulkWrite(removals.map(({ write }) => write)) : 0;
    const count = removals.reduce((sum, removal) => sum + removal.count, 0);
    // Where another run was faster with some of them, nobody knows with which.
    yield count && Math.round((count * done) / removals.length);
    if (batch.length < batchSize) return true;
    // Another run is working on the same documents.
    if (removals.length > 0 && done === 0) return false;
    last = batch.at(-1);
  }
}

/** Before now: the lower bound is for NeDB, to which null is less than any date. */
export const before = (time: Date) => ({ $gt: new Date(0), $lte: time });
