import { addSeconds } from "../kernel/clock.ts";
import type { Secrets } from "../kernel/secrets.ts";
import type { SigningAlgorithm } from "../kernel/settings.ts";
import type { SigningKeySet } from "./signing-key.store.ts";
import { createSigningKey } from "./signing-key.ts";

/** Seconds that a copy of the key set may be old: in other people's caches of the JWKS and in our own memory. */
export const keySetMaxAge = 300;

/** Seconds a key is published before it signs: every cache has seen it by then, ours as well as theirs. */
const publishedBefore = 3 * keySetMaxAge;

/** What one step of the rotation did. */
export type RotationStep =
  | { outcome: "published"; kid: string; activeFrom: Date }
  | { outcome: "waiting"; kid: string; activeFrom: Date }
  | { outcome: "activated"; kid: string; retired: string };

export interface RotationInput {
  set: SigningKeySet;
  secrets: Secrets;
  now: Date;
  /** Seconds that an access token lives. */
  accessTokenTtl: number;
}

/**
 * The next step of a set's rotation (next, active, retired): publishes a key where none is waiting,
 * otherwise lets the waiting one sign as soon as every cache knows it. Retired keys stay until the last
 * token that they signed has expired.
 */
export async function nextRotationStep({
  set,
  secrets,
  now,
  accessTokenTtl,
}: RotationInput): Promise<[RotationStep, SigningKeySet["keys"]]> {
  const keys = withoutExpired(set.keys, addSeconds(now, -(accessTokenTtl + 2 * keySetMaxAge)));
  const waiting = Object.entries(keys).find(([, key]) => key.state === "next");
  if (!waiting) {
    const [kid, key] = await createSigningKey(set._id, secrets, now);
    return [
      { outcome: "published", kid, activeFrom: addSeconds(now, publishedBefore) },
      { ...keys, [kid]: key },
    ];
  }
  const [kid, key] = waiting;
  const activeFrom = addSeconds(key.createdAt, publishedBefore);
  if (now < activeFrom) return [{ outcome: "waiting", kid, activeFrom }, keys];
  const retired = activeKid(keys);
  const old = keys[retired];
  return [
    { outcome: "activated", kid, retired },
    {
      ...keys,
      ...(old && { [retired]: { ...old, state: "retired", retiredAt: now } }),
      [kid]: { ...key, state: "active", activatedAt: now },
    },
  ];
}

/** The set of a database that has none yet: one key, which signs at once because nobody has cached anything. */
export async function firstKeySet(algorithm: SigningAlgorithm, secrets: Secrets, now: Date): Promise<SigningKeySet> {
  const [kid, key] = await createSigningKey(algorithm, secrets, now);
  return { _id: algorithm, version: 1, keys: { [kid]: { ...key, state: "active", activatedAt: now } } };
}

function withoutExpired(keys: SigningKeySet["keys"], retiredBefore: Date): SigningKeySet["keys"] {
  return Object.fromEntries(
    Object.entries(keys).filter(([, { retiredAt }]) => retiredAt === null || retiredAt > retiredBefore),
  );
}

function activeKid(keys: SigningKeySet["keys"]): string {
  return Object.entries(keys).find(([, { state }]) => state === "active")?.[0] ?? "";
}
