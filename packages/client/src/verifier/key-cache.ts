import type { Clock } from "./clock.ts";
import { rereadInterval } from "./key-ages.ts";

/** A copy of a key set in memory. */
export interface KeyCache<K> {
  /** Reads the keys as they are from now on, whatever read is under way: for whoever has changed them. */
  read(): Promise<void>;
  /** Reads the keys; one read serves all who join meanwhile. */
  join(): Promise<void>;
  /**
   * Reads when the copy is missing or older than so many seconds, by default `freshFor`. While the keys cannot be read
   * an old copy serves on, for as long as it may.
   */
  refresh(olderThan?: number): Promise<void>;
  /**
   * The key with this `kid`, or null. Reads again for one that is not in the copy, but not again and again. Rejects
   * when that cannot be done: whether there is such a key nobody knows then.
   */
  find(kid: string): Promise<K | null>;
  keys(): K[];
}

export interface KeyCacheOptions<K> {
  /** Reads the whole set. `known` are the keys of the copy, by `kid`. */
  load: (known: ReadonlyMap<string, K>) => Promise<K[]>;
  clock: Clock;
  /** Seconds for which a copy serves without another look. */
  freshFor: number;
  /** Seconds for which a copy may serve while the keys cannot be read. */
  maxAge: number;
  /** Where no caller may wait for a read that another one has begun: what one is told who would have to. */
  unshared?: Error;
}

export function createKeyCache<K extends { kid: string }>(options: KeyCacheOptions<K>): KeyCache<K> {
  const { load, clock, freshFor, maxAge, unshared } = options;
  let copy = new Map<string, K>();
  let readAt: Date | null = null;
  let askedAt: Date | null = null;
  let reading: Promise<void> | undefined;
  /** What the last read failed with, until one succeeds. */
  let failure: { error: unknown } | null = null;
  let started = 0;
  let finished = 0;

  /** Seconds since then, whichever way the clock has been set meanwhile. */
  const since = (then: Date | null) =>
    then ? Math.abs(clock.now().getTime() - then.getTime()) / 1000 : Number.POSITIVE_INFINITY;
  const serves = () => copy.size > 0 && since(readAt) < maxAge;

  async function read() {
    const number = ++started;
    const at = clock.now();
    askedAt = at;
    const keys = await load(copy).catch((error: unknown) => {
      failure = { error };
      throw error;
    });
    failure = null;
    // A read that was overtaken knows less than what is here already.
    if (number < finished) return;
    finished = number;
    copy = new Map(keys.map((key) => [key.kid, key]));
    readAt = at;
  }

  const join = () => {
    if (unshared) return read();
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  async function refresh(olderThan = freshFor) {
    if (serves() && (since(readAt) < olderThan || since(askedAt) < rereadInterval)) return;
    await join().catch((error) => {
      if (!serves()) throw error;
    });
  }

  async function lookAgain() {
    if (reading || since(askedAt) > rereadInterval) return join();
    if (failure) throw failure.error;
    // Another caller's read is under way, or was abandoned.
    if (unshared && finished < started) throw unshared;
  }

  return {
    read,
    join,
    refresh,
    async find(kid) {
      await refresh();
      if (!copy.has(kid)) await lookAgain();
      return copy.get(kid) ?? null;
    },
    keys: () => [...copy.values()],
  };
}
