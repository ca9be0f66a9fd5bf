import type { KeyRing, KeyRingOptions } from "./key-ring.ts";
import { planRevocation, type Revocation } from "./revocation.ts";
import { planRotation, type RotationStep, tidiedKeys } from "./rotation.ts";
import { deselectedAt } from "./selection.ts";
import { findKeySets, type SigningKeySet, updateKeySet } from "./signing-key.store.ts";

export interface KeyChangesOptions extends KeyRingOptions {
  signer: KeyRing["signer"];
  /** Reads the keys into memory as they are from now on. */
  reread(): Promise<void>;
}

/** What commands and schedules change of the signing keys. */
export function createKeyChanges({ collection, secrets, clock, settings, signer, reread }: KeyChangesOptions) {
  const { signingAlgorithm, accessTokenTtl } = settings;

  async function rotate(olderThan: number): Promise<RotationStep> {
    // A key made under another SECRET_KEY than the running service's could not sign there.
    await signer();
    const sets = await findKeySets(collection);
    await tidyOthers(sets);
    const set = sets.find(({ _id }) => _id === signingAlgorithm);
    if (!set) throw new Error(`There are no signing keys for ${signingAlgorithm}`);
    const { step, keys: planned } = await planRotation({ set, secrets, now: clock.now(), accessTokenTtl, olderThan });
    if (!planned) return step;
    // Another process took this step at the same moment: what is left is to wait.
    return (await replace(set, planned)) ? step : rotate(olderThan);
  }

  /** The sets of other algorithms, which may be selected again. Whoever loses here has nothing left to do. */
  async function tidyOthers(sets: SigningKeySet[]): Promise<void> {
    for (const set of sets.filter(({ _id }) => _id !== signingAlgorithm)) {
      const deselected = deselectedAt(set, sets);
      const keys = tidiedKeys({ keys: set.keys, deselected, secrets, now: clock.now(), accessTokenTtl });
      if (keys) await updateKeySet(collection, set, { keys });
    }
  }

  async function revoke(kid: string): Promise<Revocation | null> {
    const sets = await findKeySets(collection);
    const set = sets.find(({ keys }) => Object.hasOwn(keys, kid));
    if (!set) return null;
    // Whoever revokes may have other settings than the service that signs.
    const isInUse = deselectedAt(set, sets) === null;
    const { revocation, keys } = await planRevocation({ set, kid, isInUse, secrets, now: clock.now() });
    return (await replace(set, keys)) ? revocation : revoke(kid);
  }

  /** @returns false when another process has changed the set since it was read. */
  async function replace(set: SigningKeySet, keys: SigningKeySet["keys"]): Promise<boolean> {
    const replaced = await updateKeySet(collection, set, { keys });
    // What is written is written, also where it cannot be read again now: the next reader will.
    await reread().catch((error) => {
      if (!replaced) throw error;
    });
    return replaced !== null;
  }

  return { rotate, revoke };
}
