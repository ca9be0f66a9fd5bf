import type { Secrets } from "../kernel/secrets.ts";
import type { SigningKeySet } from "./signing-key.store.ts";
import { SigningKeyLockedError } from "./signing-key.ts";
import { withSuccessor } from "./successor.ts";

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
 * The set without one of its keys. Where that one signed, another does at once.
 * @throws SigningKeyLockedError under a SECRET_KEY that is not the service's: the successor could not sign there
 */
export async function planRevocation({ set, kid, isInUse, secrets, now }: RevocationInput): Promise<RevocationPlan> {
  const { [kid]: revoked, ...rest } = set.keys;
  if (!isInUse || revoked?.state !== "active") {
    return { revocation: { revoked: kid, activated: null, dropped: null }, keys: rest };
  }
  if (!secrets.open("signing-key", revoked.privateKey, kid)) throw new SigningKeyLockedError();
  const { kid: activated, dropped, keys } = await withSuccessor(set._id, rest, secrets, now);
  return { revocation: { revoked: kid, activated, dropped }, keys };
}
