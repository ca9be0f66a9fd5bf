import type { Secrets } from "../kernel/secrets.ts";
import type { SigningKeySet, StoredSigningKey } from "./signing-key.store.ts";
import { createSigningKey, SigningKeyLockedError } from "./signing-key.ts";

/** What the withdrawal of a key did. */
export interface Revocation {
  revoked: string;
  /** The key that signs from now on, where the revoked one did. */
  activated: string | null;
  /** A waiting key that went as well, because an older SECRET_KEY had sealed it. */
  dropped: string | null;
}

export interface RevocationInput {
  set: SigningKeySet;
  kid: string;
  /** Whether the service signs with this set, so that an active key needs a successor. */
  isInUse: boolean;
  secrets: Secrets;
  now: Date;
}

/** The revocation, and the set's keys as they are after it. */
export interface RevocationPlan {
  revocation: Revocation;
  keys: SigningKeySet["keys"];
}

/**
 * The set without one of its keys. Where that one signed, the key that was published to follow it signs at once,
 * or else a new one: caches that do not know it yet ask again when they meet it. A waiting key that an older
 * SECRET_KEY sealed is dropped as well, because that secret may be what has leaked.
 * @throws SigningKeyLockedError under a SECRET_KEY that is not the service's: the successor could not sign there
 */
export async function planRevocation({ set, kid, isInUse, secrets, now }: RevocationInput): Promise<RevocationPlan> {
  const { [kid]: revoked, ...rest } = set.keys;
  if (!isInUse || revoked?.state !== "active") {
    return { revocation: { revoked: kid, activated: null, dropped: null }, keys: rest };
  }
  if (!secrets.open("signing-key", revoked.privateKey, kid)) throw new SigningKeyLockedError();
  const [waiting] = Object.entries(rest).filter(([, { state }]) => state === "next");
  const successor = waiting && isSealedByNewest(...waiting, secrets) ? waiting : undefined;
  const [next, key] = successor ?? (await createSigningKey(set._id, secrets, now));
  const dropped = waiting && !successor ? waiting[0] : null;
  const others = Object.entries(rest).filter(([id]) => id !== dropped);
  return {
    revocation: { revoked: kid, activated: next, dropped },
    keys: { ...Object.fromEntries(others), [next]: { ...key, state: "active", activatedAt: now } },
  };
}

function isSealedByNewest(kid: string, { privateKey }: StoredSigningKey, secrets: Secrets): boolean {
  const canOpen = secrets.open("signing-key", privateKey, kid) !== null;
  return canOpen && secrets.reseal("signing-key", privateKey, kid) === null;
}
