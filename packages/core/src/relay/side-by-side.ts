/**
 * Works through lists, on so many items of each at once, until `work` says false: then no other is begun.
 * @throws what `work` has thrown first, once all that was begun has ended
 */
export async function sideBySide<T>(
  work: (item: T) => Promise<boolean>,
  ...lists: [items: readonly T[], width: number][]
): Promise<void> {
  let mayBegin = true;
  const worker = async (items: Iterable<T>) => {
    for (const item of items) {
      if (!mayBegin) return;
      mayBegin = (await work(item).catch(stop)) && mayBegin;
    }
  };
  const stop = (error: unknown): never => {
    mayBegin = false;
    throw error;
  };
  const workers = lists.flatMap(([items, width]) => {
    // Of one list: what one worker takes is gone for the others.
    const waiting = items.values();
    return Array.from({ length: Math.min(width, items.length) }, () => worker(waiting));
  });
  const ends = await Promise.allSettled(workers);
  const failure = ends.find((end) => end.status === "rejected");
  if (failure) throw failure.reason;
}
