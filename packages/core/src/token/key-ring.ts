import { createKeyCache, keySetMaxAge, rereadInterval } from "@rollcall/verifier/service";
import type { Collection } from "../database/collection.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Secrets } from "../kernel/secrets.ts";
import type { Settings } from "../kernel/settings.ts";
import { createKeyChanges } from "./key-changes.ts";
import type { Revocation } from "./revocation.ts";
import { isRetained, type RotationStep, retentionOfKeys } from "./rotation.ts";
import { deselectedAt, isUndecided, planSelection } from "./selection.ts";
import { findKeySets, insertKeySet, type SigningKeySet, updateKeySet } from "./signing-key.store.ts";
import { importSigningKey, isLocked, type SigningKey } from "./signing-key.ts";

/** The signing keys of the database, held in memory. */
export interface KeyRing {
  /**
   * The key that signs, of the algorithm that the settings name. The first call on an empty database creates it, as
   * does the first after another algorithm had been selected for long; callers at once agree on one.
   * @throws SigningKeyLockedError when no SECRET_KEY at hand opens it
   */
  signer(): Promise<SigningKey>;
  /** The published key with this `kid`, of whatever state and algorithm, or null. */
  find(kid: string): Promise<SigningKey | null>;
  /**
   * Every published key, as it was at most ten seconds ago: those whose tokens may still be good, and the one that will
   * sign next. Creates the first, unless there is no SECRET_KEY at hand, which this can do without.
   */
  all(): Promise<SigningKey[]>;
  /**
   * Takes the next step of the rotation, once for any number of callers at once, and drops keys whose last
   * token has expired, of every algorithm.
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
  let sets: SigningKeySet[] = [];
  /** The first set, just made: nobody need read it to know it. */
  let made: SigningKeySet[] | null = null;
  let isSelectionDue = false;
  let selecting: Promise<void> | undefined;
  const cache = createKeyCache<SigningKey>({
    load: async (known) => {
      sets = made ?? (await findKeySets(collection));
      made = null;
      isSelectionDue = isUndecided(sets);
      return (await Promise.all(sets.map((set) => importKeySet(set, sets, known, secrets)))).flat();
    },
    clock,
    freshFor: keySetMaxAge,
    // Without the database nobody can replace a key either.
    maxAge: Number.POSITIVE_INFINITY,
  });

  const isPublished = (key: SigningKey) => isRetained(key, clock.now(), retention);
  const published = () => cache.keys().filter(isPublished);
  const active = () => published().find(({ state, algorithm }) => state === "active" && algorithm === signingAlgorithm);
  const selected = () => (!isSelectionDue && active()?.retiredAt === null ? active() : undefined);

  async function current(): Promise<SigningKey> {
    return selected() ?? (await select());
  }

  /** Turns to the algorithm of the settings, from none or from another one, as the copy has it: once for all who ask meanwhile. */
  async function select(): Promise<SigningKey> {
    selecting ??= turn().finally(() => {
      selecting = undefined;
    });
    await selecting;
    // An instance of another algorithm may have selected that one meanwhile: a key that is published may sign all the same.
    return active() ?? select();
  }

  /** Where the copy is not what is stored any more it changes nothing; afterwards the copy is. */
  async function turn(): Promise<void> {
    const input = { algorithm: signingAlgorithm, sets, secrets, now: clock.now(), retention };
    const plan = await planSelection(input);
    const set = sets.find(({ _id }) => _id === signingAlgorithm);
    if (set) await updateKeySet(collection, set, plan);
    else {
      const first = { _id: signingAlgorithm, version: 1, ...plan };
      const isMade = await insertKeySet(collection, first);
      if (isMade && sets.length === 0) made = [first];
    }
    await cache.read();
  }

  async function signer(): Promise<SigningKey> {
    await cache.refresh();
    const key = await current();
    if (!isLocked(key)) return key;
    // Another process may have sealed it anew since it was read here.
    await cache.join();
    const again = await current();
    again.privateKey();
    return again;
  }

  const { rotate, revoke } = createKeyChanges({ collection, secrets, clock, settings, signer, reread: cache.read });

  return {
    signer,
    async find(kid) {
      const key = await cache.find(kid);
      return key && isPublished(key) ? key : null;
    },
    async all() {
      await cache.refresh(rereadInterval);
      if (!active() && secrets.canMake) await select();
      return published();
    },
    rotate: ({ olderThan = 0 } = {}) => rotate(olderThan),
    revoke,
  };
}

/** Keys that are known already keep their imported form, unless one that is locked has been sealed anew. */
function importKeySet(
  set: SigningKeySet,
  sets: readonly SigningKeySet[],
  known: ReadonlyMap<string, SigningKey>,
  secrets: Secrets,
): Promise<SigningKey[]> {
  const deselected = deselectedAt(set, sets);
  return Promise.all(
    Object.entries(set.keys).map(async ([kid, stored]) => {
      const key = known.get(kid);
      const isUsable = key && (key.sealed.ciphertext === stored.privateKey.ciphertext || !isLocked(key));
      const imported = isUsable ? key : await importSigningKey(kid, set._id, stored, secrets);
      return { ...imported, state: stored.state, retiredAt: stored.retiredAt ?? deselected };
    }),
  );
}
