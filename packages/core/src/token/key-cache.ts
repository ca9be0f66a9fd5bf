import type { Collection } from "../database/collection.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Secrets } from "../kernel/secrets.ts";
import { isRetained, keySetMaxAge } from "./rotation.ts";
import { findKeySets, type SigningKeySet } from "./signing-key.store.ts";
import { importSigningKey, type SigningKey } from "./signing-key.ts";

/** A copy of the stored keys in memory. */
export interface KeyCache {
  /** Reads the keys now; one read serves all who ask meanwhile. */
  read(): Promise<void>;
  /** Reads when the copy is missing or old. While the database is away an old copy serves on. */
  refresh(): Promise<void>;
  /** Reads because of a key that is not in the copy, but not again and again. */
  refreshForUnknown(): Promise<void>;
  /** Every key whose tokens may still be good. */
  keys(): SigningKey[];
}

export interface KeyCacheOptions {
  collection: Collection<SigningKeySet>;
  secrets: Secrets;
  clock: Clock;
  /** Seconds for which a retired key still verifies. */
  retention: number;
}

/** Seconds between two reads that unknown key ids, or a database that is away, may cause. */
const rereadInterval = 10;

export function createKeyCache({ collection, secrets, clock, retention }: KeyCacheOptions): KeyCache {
  let copy = new Map<string, SigningKey>();
  let readAt: Date | null = null;
  let askedAt: Date | null = null;
  let reading: Promise<void> | undefined;

  /** Seconds since then, whichever way the clock has been set meanwhile. */
  const since = (then: Date | null) =>
    then ? Math.abs(clock.now().getTime() - then.getTime()) / 1000 : Number.POSITIVE_INFINITY;

  async function readOnce() {
    askedAt = clock.now();
    const sets = await findKeySets(collection);
    copy = new Map(sets.flatMap((set) => importSet(set, copy, secrets)));
    readAt = clock.now();
  }

  const read = () => {
    reading ??= readOnce().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  return {
    read,
    async refresh() {
      if (copy.size > 0 && (since(readAt) < keySetMaxAge || since(askedAt) < rereadInterval)) return;
      await read().catch((error) => {
        if (copy.size === 0) throw error;
      });
    },
    async refreshForUnknown() {
      if (since(askedAt) > rereadInterval) await read();
    },
    keys() {
      const now = clock.now();
      return [...copy.values()].filter((key) => isRetained(key, now, retention));
    },
  };
}

/** Keys that are known already keep their imported form; only their state can have changed. */
function importSet(set: SigningKeySet, known: Map<string, SigningKey>, secrets: Secrets): [string, SigningKey][] {
  return Object.entries(set.keys).map(([kid, stored]) => {
    const { state, retiredAt } = stored;
    const key = known.get(kid);
    return [kid, key ? { ...key, state, retiredAt } : importSigningKey(kid, set._id, stored, secrets)];
  });
}
