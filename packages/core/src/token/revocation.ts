import type { Secrets } from "../kernel/secrets.ts";
import type { SigningKeySet, StoredSigningKey } from "./signing-key.store.ts";
import { createSigningKey } from "./signing-key.ts";

/** What the withdrawal of a key did. */
export interface Revocation {
  revoked: string;
  /** The key that signs from now on, where the revoked one did. */
  activated: string | null;
}

export interface RevocationInput {
  set: SigningKeySet;
  kid: string;
  secrets: Secrets;
  now: Date;
}

/**
 * The set without one of its keys. Where that one signed, the key that was published to follow it signs at once,
 * or else a new one: caches that do not know it yet ask again when they meet it. A waiting key that an older SECRET_KEY sealed
 * is dropped as well, because that secret may be what has leaked.
 */
export async function planRevocation({
  set,
  kid,
  secrets,
  now,
}: RevocationInput): Promise<{ revocation: Revocation; keys: SigningKeySet["keys"] }> {
  const { [kid]: revoked, ...rest } = set.keys;
  if (revoked?.state !== "active") return { revocation: { revoked: kid, activated: null }, keys: rest };
  const others = Object.entries(rest).filter(([id, key]) => key.state !== "next" || isSealedByNewest(id, key, secrets));
  const waiting = others.find(([, { state }]) => state === "next");
  const [next, key] = waiting ?? (await createSigningKey(set._id, secrets, now));
  return {
    revocation: { revoked: kid, activated: next },
    keys: { ...Object.fromEntries(others), [next]: { ...key, state: "active", activatedAt: now } },
  };
}

function isSealedByNewest(kid: string, { privateKey }: StoredSigningKey, secrets: Secrets): boolean {
  const canOpen = secrets.open("signing-key", privateKey, kid) !== null;
  return canOpen && secrets.reseal("signing-key", privateKey, kid) === null;
}
