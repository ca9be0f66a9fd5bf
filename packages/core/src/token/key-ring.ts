import type { Collection } from "../database/collection.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Secrets } from "../kernel/secrets.ts";
import type { Settings } from "../kernel/settings.ts";
import { createKeyCache } from "./key-cache.ts";
import { firstKeySet, planRotation, type RotationStep, retentionOfKeys } from "./rotation.ts";
import { findKeySets, insertKeySet, replaceKeys, type SigningKeySet } from "./signing-key.store.ts";
import type { SigningKey } from "./signing-key.ts";

/** The signing keys of the database, held in memory. */
export interface KeyRing {
  /** The key that signs. The first call on an empty database creates it; callers at once agree on one. */
  signer(): Promise<SigningKey>;
  /** The published key with this `kid`, of whatever state and algorithm, or null. */
  find(kid: string): Promise<SigningKey | null>;
  /** Every published key: those whose tokens may still be good, and the one that will sign next. */
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

export function createKeyRing({ collection, secrets, clock, settings }: KeyRingOptions): KeyRing {
  const { signingAlgorithm, accessTokenTtl } = settings;
  const cache = createKeyCache({ collection, secrets, clock, retention: retentionOfKeys(accessTokenTtl) });
  let rotating: Promise<RotationStep> | undefined;

  const active = () =>
    cache.keys().find(({ state, algorithm }) => state === "active" && algorithm === signingAlgorithm);
  const named = (kid: string) => cache.keys().find((key) => key.kid === kid) ?? null;

  async function createFirst(): Promise<SigningKey> {
    await cache.read();
    if (!active()) {
      await insertKeySet(collection, await firstKeySet(signingAlgorithm, secrets, clock.now()));
      await cache.read();
    }
    const key = active();
    if (!key) throw new Error(`The signing keys for ${signingAlgorithm} have no active one`);
    return key;
  }

  async function rotateOnce(): Promise<RotationStep> {
    // A key made under another SECRET_KEY than the running service's could not sign there.
    (active() ?? (await createFirst())).privateKey();
    const set = (await findKeySets(collection)).find(({ _id }) => _id === signingAlgorithm);
    if (!set) throw new Error(`There are no signing keys for ${signingAlgorithm}`);
    const { step, keys: planned } = await planRotation({ set, secrets, now: clock.now(), accessTokenTtl });
    if (!planned) return step;
    const replaced = await replaceKeys(collection, set, planned);
    await cache.read();
    // Another process took this step at the same moment: what is left is to wait.
    return replaced ? step : rotateOnce();
  }

  return {
    async signer() {
      await cache.refresh();
      return active() ?? (await createFirst());
    },
    async find(kid) {
      await cache.refresh();
      if (!named(kid)) await cache.refreshForUnknown();
      return named(kid);
    },
    async all() {
      await cache.refresh();
      if (!active()) await createFirst();
      return cache.keys();
    },
    rotate() {
      rotating ??= rotateOnce().finally(() => {
        rotating = undefined;
      });
      return rotating;
    },
  };
}
