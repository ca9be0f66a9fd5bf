import type { Collection } from "../database/collection.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Secrets } from "../kernel/secrets.ts";
import type { Settings } from "../kernel/settings.ts";
import { firstKeySet, keySetMaxAge, nextRotationStep, type RotationStep } from "./rotation.ts";
import { findKeySets, insertKeySet, replaceKeys, type SigningKeySet } from "./signing-key.store.ts";
import { importSigningKey, type SigningKey } from "./signing-key.ts";

/** The signing keys of the database, held in memory. */
export interface KeyRing {
  /** The key that signs. The first call on an empty database creates it; callers at once agree on one. */
  signer(): Promise<SigningKey>;
  /** The key with this `kid`, of whatever state and algorithm, or null. */
  find(kid: string): Promise<SigningKey | null>;
  /** Every published key. */
  all(): Promise<SigningKey[]>;
  /** Takes the next step of the rotation, once for any number of callers at once. */
  rotate(): Promise<RotationStep>;
}

export interface KeyRingOptions {
  collection: Collection<SigningKeySet>;
  secrets: Secrets;
  clock: Clock;
  settings: Pick<Settings, "signingAlgorithm" | "accessTokenTtl">;
}

/** Milliseconds between two reads that unknown key ids, or a database that is away, may cause. */
const rereadInterval = 10_000;

export function createKeyRing({ collection, secrets, clock, settings }: KeyRingOptions): KeyRing {
  let keys = new Map<string, SigningKey>();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const read = () => {
    reading ??= readKeys().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  async function readKeys() {
    const sets = await findKeySets(collection);
    keys = new Map(sets.flatMap((set) => importSet(set, keys, secrets)));
    readAt = clock.now().getTime();
  }

  /** Reads when the copy is missing or old. While the database is away an old copy serves on. */
  async function fresh() {
    const now = clock.now().getTime();
    if (keys.size > 0 && now - readAt < keySetMaxAge * 1000) return;
    await read().catch((error) => {
      if (keys.size === 0) throw error;
      readAt = now - keySetMaxAge * 1000 + rereadInterval;
    });
  }

  const active = () =>
    [...keys.values()].find((key) => key.state === "active" && key.algorithm === settings.signingAlgorithm);

  async function createFirst(): Promise<SigningKey> {
    await read();
    if (!active()) {
      await insertKeySet(collection, await firstKeySet(settings.signingAlgorithm, secrets, clock.now()));
      await readKeys();
    }
    const key = active();
    if (!key) throw new Error(`The signing keys for ${settings.signingAlgorithm} have no active one`);
    return key;
  }

  return {
    async signer() {
      await fresh();
      return active() ?? (await createFirst());
    },
    async find(kid) {
      await fresh();
      if (!keys.has(kid) && clock.now().getTime() - readAt > rereadInterval) await read();
      return keys.get(kid) ?? null;
    },
    async all() {
      await fresh();
      if (!active()) await createFirst();
      return [...keys.values()];
    },
    async rotate() {
      await createFirst();
      const sets = await findKeySets(collection);
      const set = sets.find(({ _id }) => _id === settings.signingAlgorithm) as SigningKeySet;
      const [step, next] = await nextRotationStep({
        set,
        secrets,
        now: clock.now(),
        accessTokenTtl: settings.accessTokenTtl,
      });
      const replaced = await replaceKeys(collection, set, next);
      await readKeys();
      return replaced ? step : this.rotate();
    },
  };
}

/** Keys that are known already keep their imported form; only their state can have changed. */
function importSet(set: SigningKeySet, known: Map<string, SigningKey>, secrets: Secrets): [string, SigningKey][] {
  return Object.entries(set.keys).map(([kid, stored]) => {
    const key = known.get(kid);
    return [kid, key ? { ...key, state: stored.state } : importSigningKey(kid, set._id, stored, secrets)];
  });
}
