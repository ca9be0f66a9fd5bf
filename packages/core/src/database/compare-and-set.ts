import type { Collection, Document, Filter, Projection, Update } from "./collection.ts";

/**
 * The one way to consume anything that may be used once and to write what depends on an earlier read:
 * `expected` names the exact state that the change is allowed to replace. Of any number of calls that
 * expect the same state, in any number of processes, one wins.
 * @returns the document after the change, or null when it is no longer in the expected state.
 */
export function compareAndSet<T extends Document>(
  collection: Pick<Collection<T>, "findOneAndUpdate">,
  expected: Filter & { _id: string },
  change: Update,
  options?: { projection?: Projection },
): Promise<T | null> {
  return collection.findOneAndUpdate(expected, change, options);
}
