import type { Collection } from "../database/collection.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Secrets } from "../kernel/secrets.ts";
import type { Settings } from "../kernel/settings.ts";
import { createKeyCache } from "./key-cache.ts";
import { planRevocation, type Revocation } from "./revocation.ts";
import { firstKeySet, isRetained, planRotation, type RotationStep, resealedKeys, retentionOfKeys } from "./rotation.ts";
import { findKeySets, insertKeySet, replaceKeys, type SigningKeySet } from "./signing-key.store.ts";
import { importSigningKey, type SigningKey } from "./signing-key.ts";

/** The signing keys of the database, held in memory. */
export interface KeyRing {
  /** The key that signs. The first call on an empty database creates it; callers at once agree on one. */
  signer(): Promise<SigningKey>;
  /** The published key with this `kid`, of whatever state and algorithm, or null. */
  find(kid: string): Promise<SigningKey | null>;
  /** Every published key: those whose tokens may still be good, and the one that will sign next. */
  all(): Promise<SigningKey[]>;
  /**
   * Takes the next step of the rotation, once for any number of callers at once, and drops keys whose last
   * token has expired.
   * @param options.olderThan a rotation begins only when the active key has signed for so many seconds; at once without it
   */
  rotate(options?: { olderThan?: number }): Promise<RotationStep>;
  /**
   * Withdraws a key at once: its tokens are refused as soon as the copies of the key set have been renewed. Where it
   * signed, another signs from now on.
   * @returns null when there is no such key, as after an earlier call.
   */
  revoke(kid: string): Promise<Revocation | null>;
}

export interface KeyRingOptions {
  collection: Collection<SigningKeySet>;
  secrets: Secrets;
  clock: Clock;
  settings: Pick<Settings, "signingAlgorithm" | "accessTokenTtl">;
}

export function createKeyRing({ collection, secrets, clock, settings }: KeyRingOptions): KeyRing {
  const { signingAlgorithm, accessTokenTtl } = settings;
  const retention = retentionOfKeys(accessTokenTtl);
  const cache = createKeyCache<SigningKey>({
    load: async (known) => {
      const sets = await findKeySets(collection);
      return (await Promise.all(sets.map((set) => importKeySet(set, known, secrets)))).flat();
    },
    clock,
    // Without the database nobody can replace a key either.
    maxAge: Number.POSITIVE_INFINITY,
  });

  const isPublished = (key: SigningKey) => isRetained(key, clock.now(), retention);
  const published = () => cache.keys().filter(isPublished);
  const active = () => published().find(({ state, algorithm }) => state === "active" && algorithm === signingAlgorithm);

  async function createFirst(): Promise<SigningKey> {
    await cache.join();
    if (!active()) {
      await insertKeySet(collection, await firstKeySet(signingAlgorithm, secrets, clock.now()));
      await cache.read();
    }
    const key = active();
    if (!key) throw new Error(`The signing keys for ${signingAlgorithm} have no active one`);
    return key;
  }

  async function rotate(olderThan: number): Promise<RotationStep> {
    // A key made under another SECRET_KEY than the running service's could not sign there.
    (active() ?? (await createFirst())).privateKey();
    const sets = await findKeySets(collection);
    await resealUnused(sets);
    const set = sets.find(({ _id }) => _id === signingAlgorithm);
    if (!set) throw new Error(`There are no signing keys for ${signingAlgorithm}`);
    const { step, keys: planned } = await planRotation({ set, secrets, now: clock.now(), accessTokenTtl, olderThan });
    if (!planned) return step;
    // Another process took this step at the same moment: what is left is to wait.
    return (await replace(set, planned)) ? step : rotate(olderThan);
  }

  /** The sets of other algorithms, which may be selected again. Whoever loses here has nothing left to do. */
  async function resealUnused(sets: SigningKeySet[]): Promise<void> {
    for (const set of sets.filter(({ _id }) => _id !== signingAlgorithm)) {
      const resealed = resealedKeys(set.keys, secrets);
      if (resealed) await replaceKeys(collection, set, resealed);
    }
  }

  async function revoke(kid: string): Promise<Revocation | null> {
    const set = (await findKeySets(collection)).find(({ keys }) => Object.hasOwn(keys, kid));
    if (!set) return null;
    const isInUse = set._id === signingAlgorithm;
    const { revocation, keys } = await planRevocation({ set, kid, isInUse, secrets, now: clock.now() });
    return (await replace(set, keys)) ? revocation : revoke(kid);
  }

  /** @returns false when another process has changed the set since it was read. */
  async function replace(set: SigningKeySet, keys: SigningKeySet["keys"]): Promise<boolean> {
    const replaced = await replaceKeys(collection, set, keys);
    // What is written is written, also where it cannot be read again now: the next reader will.
    await cache.read().catch((error) => {
      if (!replaced) throw error;
    });
    return replaced !== null;
  }

  return {
    async signer() {
      await cache.refresh();
      return active() ?? (await createFirst());
    },
    async find(kid) {
      const key = await cache.find(kid);
      return key && isPublished(key) ? key : null;
    },
    async all() {
      await cache.refresh();
      if (!active()) await createFirst();
      return published();
    },
    rotate: ({ olderThan = 0 } = {}) => rotate(olderThan),
    revoke,
  };
}

/** Keys that are known already keep their imported form; only their state can have changed. */
function importKeySet(set: SigningKeySet, known: ReadonlyMap<string, SigningKey>, secrets: Secrets) {
  return Promise.all(
    Object.entries(set.keys).map(([kid, stored]) => {
      const { state, retiredAt } = stored;
      const key = known.get(kid);
      return key ? { ...key, state, retiredAt } : importSigningKey(kid, set._id, stored, secrets);
    }),
  );
}
