/** What is to happen, in the order of its time; what has one time, in the order in which it was noted. Milliseconds. */
export interface Agenda {
  readonly now: number;
  after(milliseconds: number, run: () => void): void;
  /** Lets everything happen that is due up to then. */
  runUntil(time: number): void;
}

interface Entry {
  at: number;
  order: number;
  run: () => void;
}

const isBefore = (one: Entry, other: Entry) => one.at < other.at || (one.at === other.at && one.order < other.order);

/** A discrete-event simulation's clock, over a binary heap. */
export function createAgenda(): Agenda {
  const heap: Entry[] = [];
  let now = 0;
  let order = 0;

  const push = (entry: Entry) => {
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Entry;
      if (!isBefore(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  };

  const pop = (): Entry => {
    const first = heap[0] as Entry;
    const last = heap.pop() as Entry;
    if (heap.length > 0) sink(last);
    return first;
  };

  const sink = (entry: Entry) => {
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child++;
      if (!isBefore(heap[child] as Entry, entry)) break;
      heap[at] = heap[child] as Entry;
      at = child;
    }
    heap[at] = entry;
  };

  return {
    get now() {
      return now;
    },
    after: (milliseconds, run) => push({ at: now + milliseconds, order: order++, run }),
    runUntil(time) {
      while (heap.length > 0 && (heap[0] as Entry).at <= time) {
        const { at, run } = pop();
        now = at;
        run();
      }
      now = time;
    },
  };
}
