import type { Secrets } from "../kernel/secrets.ts";
import type { SigningAlgorithm } from "../kernel/settings.ts";
import type { SigningKeySet, StoredSigningKey } from "./signing-key.store.ts";
import { createSigningKey } from "./signing-key.ts";

/** Keys of which one signs, and how that came. */
export interface Succession {
  /** The key that signs from now on. */
  kid: string;
  /** A waiting key that is left out, because an older SECRET_KEY had sealed it. */
  dropped: string | null;
  keys: SigningKeySet["keys"];
}

/**
 * Lets a key sign at once in a set without an active one: the key that was published to follow, or else a new one. Caches
 * that do not know it yet ask again when they meet it. A waiting key that an older SECRET_KEY sealed is dropped, because
 * that secret may be what has leaked.
 */
export async function withSuccessor(
  algorithm: SigningAlgorithm,
  keys: SigningKeySet["keys"],
  secrets: Secrets,
  now: Date,
): Promise<Succession> {
  const waiting = Object.entries(keys).find(([, { state }]) => state === "next");
  const successor = waiting && isSealedByNewest(...waiting, secrets) ? waiting : undefined;
  const [kid, key] = successor ?? (await createSigningKey(algorithm, secrets, now));
  const dropped = waiting && !successor ? waiting[0] : null;
  const others = Object.entries(keys).filter(([id]) => id !== dropped);
  return {
    kid,
    dropped,
    keys: { ...Object.fromEntries(others), [kid]: { ...key, state: "active", activatedAt: now } },
  };
}

function isSealedByNewest(kid: string, { privateKey }: StoredSigningKey, secrets: Secrets): boolean {
  const canOpen = secrets.open("signing-key", privateKey, kid) !== null;
  return canOpen && secrets.reseal("signing-key", privateKey, kid) === null;
}
