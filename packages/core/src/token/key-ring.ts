import type { Collection } from "../database/collection.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Secrets } from "../kernel/secrets.ts";
import type { Settings } from "../kernel/settings.ts";
import { firstKeySet, keySetMaxAge, planRotation, type RotationStep } from "./rotation.ts";
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

/** Seconds between two reads that unknown key ids, or a database that is away, may cause. */
const rereadInterval = 10;

export function createKeyRing({ collection, secrets, clock, settings }: KeyRingOptions): KeyRing {
  let keys = new Map<string, SigningKey>();
  let readAt: Date | null = null;
  let askedAt: Date | null = null;
  let reading: Promise<void> | undefined;
  let rotating: Promise<RotationStep> | undefined;

  /** Seconds since then, whichever way the clock has been set meanwhile. */
  const since = (then: Date | null) =>
    then ? Math.abs(clock.now().getTime() - then.getTime()) / 1000 : Number.POSITIVE_INFINITY;

  const read = () => {
    reading ??= readKeys().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  async function readKeys() {
    askedAt = clock.now();
    const sets = await findKeySets(collection);
    keys = new Map(sets.flatMap((set) => importSet(set, keys, secrets)));
    readAt = clock.now();
  }

  /** Reads when the copy is missing or old. While the database is away an old copy serves on. */
  async function fresh() {
    if (keys.size > 0 && (since(readAt) < keySetMaxAge || since(askedAt) < rereadInterval)) return;
    await read().catch((error) => {
      if (keys.size === 0) throw error;
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

  async function rotateOnce(): Promise<RotationStep> {
    if (!active()) await createFirst();
    const set = (await findKeySets(collection)).find(({ _id }) => _id === settings.signingAlgorithm);
    if (!set) throw new Error(`There are no signing keys for ${settings.signingAlgorithm}`);
    const input = { set, secrets, now: clock.now(), accessTokenTtl: settings.accessTokenTtl };
    const { step, keys: planned } = await planRotation(input);
    if (!planned) return step;
    const replaced = await replaceKeys(collection, set, planned);
    await readKeys();
    // Another process took this step at the same moment: what is left is to wait.
    return replaced ? step : rotateOnce();
  }

  return {
    async signer() {
      await fresh();
      return active() ?? (await createFirst());
    },
    async find(kid) {
      await fresh();
      if (!keys.has(kid) && since(askedAt) > rereadInterval) await read();
      return keys.get(kid) ?? null;
    },
    async all() {
      await fresh();
      if (!active()) await createFirst();
      return [...keys.values()];
    },
    rotate() {
      rotating ??= rotateOnce().finally(() => {
        rotating = undefined;
      });
      return rotating;
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
