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
 * or else a new one: caches that do not know it yet ask again when they meet it.
 */
export async function planRevocation({
  set,
  kid,
  secrets,
  now,
}: RevocationInput): Promise<{ revocation: Revocation; keys: SigningKeySet["keys"] }> {
  const { [kid]: revoked, ...rest } = set.keys;
  if (revoked?.state !== "active") return { revocation: { revoked: kid, activated: null }, keys: rest };
  const [next, key] = waitingKey(rest) ?? (await createSigningKey(set._id, secrets, now));
  return {
    revocation: { revoked: kid, activated: next },
    keys: { ...rest, [next]: { ...key, state: "active", activatedAt: now } },
  };
}

function waitingKey(keys: SigningKeySet["keys"]): [string, StoredSigningKey] | undefined {
  return Object.entries(keys).find(([, { state }]) => state === "next");
}
