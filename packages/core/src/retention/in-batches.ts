import type { Context } from "../context.ts";
import type { Document } from "../database/collection.ts";
import type { Asking } from "../outbox/index.ts";

/** What retention needs of a context: it is nobody's request. */
export type Keeper = Pick<Context, "database"> &
  Asking & {
    settings: Pick<Context["settings"], "retention">;
  };

/** Documents that are read together. */
export const batchSize = 50;

/** Asked before each batch. */
export type MayGoOn = () => boolean;

export interface Outcome {
  count: number;
  /** Whether nothing that was due is left, as far as this run could see. */
  isComplete: boolean;
}

export interface Step<T> {
  /** The next {@link batchSize} documents that are due, behind the last one that was seen. What has been done is due no more. */
  next(last: T | undefined): Promise<T[]>;
  /** One write that names what was read, so that any number of runs may be at it. @returns how much it removed; null where somebody was faster. */
  remove(document: T): Promise<number | null>;
}

/** Removes what is due, batch after batch, one after the other: a schedule has time, and its pool few connections. */
export async function inBatches<T extends Document>(mayGoOn: MayGoOn, { next, remove }: Step<T>): Promise<Outcome> {
  let count = 0;
  let last: T | undefined;
  while (mayGoOn()) {
    const batch = await next(last);
    let done = 0;
    for (const document of batch) {
      const removed = await remove(document);
      if (removed === null) continue;
      done++;
      count += removed;
    }
    if (batch.length < batchSize) return { count, isComplete: true };
    // Another run is working on the same documents.
    if (done === 0) break;
    last = batch.at(-1);
  }
  return { count, isComplete: false };
}

/** Before now: the lower bound is for NeDB, to which null is less than any date. */
export const before = (time: Date) => ({ $gt: new Date(0), $lte: time });
