import { keySetMaxAge } from "@rollcall/verifier/service";
import { addSeconds } from "../kernel/clock.ts";
import type { Secrets } from "../kernel/secrets.ts";
import type { SigningAlgorithm } from "../kernel/settings.ts";
import type { SigningKeySet, StoredSigningKey } from "./signing-key.store.ts";
import { createSigningKey } from "./signing-key.ts";

/**
 * Seconds a key is published before it signs: every cache has seen it by then, ours as well as theirs. API Gateway's own
 * JWT authorizers, for which RS256 is there, keep keys for two hours.
 */
const publishedBefore = { ES256: 3 * keySetMaxAge, RS256: 7_200 + keySetMaxAge } as const;

/** Seconds that a key signs before a schedule replaces it: 90 days. */
export const signingKeyLifetime = 90 * 86_400;

/** Seconds for which a key that no longer signs still verifies: its last token's life, and what caches may lag. */
export function retentionOfKeys(accessTokenTtl: number): number {
  return accessTokenTtl + 2 * keySetMaxAge;
}

/** Whether tokens of a key may still be good: it signs, will sign, or has been retired for less than `retention` seconds. */
export function isRetained({ retiredAt }: { retiredAt: Date | null }, now: Date, retention: number): boolean {
  return retiredAt === null || retiredAt > addSeconds(now, -retention);
}

/** The keys that are retained, of a set that has not been in use since `deselected`, unless that is null. */
export function retainedKeys(
  keys: SigningKeySet["keys"],
  deselected: Date | null,
  now: Date,
  retention: number,
): SigningKeySet["keys"] {
  return Object.fromEntries(
    Object.entries(keys).filter(([, key]) => isRetained({ retiredAt: key.retiredAt ?? deselected }, now, retention)),
  );
}

/** What one step of the rotation did. */
export type RotationStep =
  | { outcome: "published"; kid: string; activeFrom: Date }
  | { outcome: "waiting"; kid: string; activeFrom: Date }
  | { outcome: "activated"; kid: string; retired: string }
  /** The key has only just begun to sign: the next one is published from `nextFrom` on. */
  | { outcome: "settling"; kid: string; nextFrom: Date }
  /** The key has not signed for long enough to be replaced: the next one is published from `nextFrom` on. */
  | { outcome: "current"; kid: string; nextFrom: Date };

export interface RotationInput {
  set: SigningKeySet;
  secrets: Secrets;
  now: Date;
  /** Seconds that an access token lives. */
  accessTokenTtl: number;
  /** Seconds that the active key has to have signed before another is published. */
  olderThan: number;
}

/** One step, and the keys as they are after it; without keys there is nothing to write. */
export interface RotationPlan {
  step: RotationStep;
  keys?: SigningKeySet["keys"];
}

/**
 * The next step of a set's rotation (next, active, retired): publishes a key where none is waiting,
 * otherwise lets the waiting one sign as soon as every cache knows it. Between two steps lies the time that
 * caches need, so whoever comes second at the same moment has nothing to do. Retired keys stay until the
 * last token that they signed has expired.
 */
export async function planRotation(input: RotationInput): Promise<RotationPlan> {
  const { set, secrets, now, accessTokenTtl } = input;
  const tidied = tidiedKeys({ keys: set.keys, deselected: null, secrets, now, accessTokenTtl });
  const plan = await planStep(tidied ?? set.keys, input);
  return { ...(tidied && { keys: tidied }), ...plan };
}

export interface TidyingInput extends Pick<RotationInput, "secrets" | "now" | "accessTokenTtl"> {
  keys: SigningKeySet["keys"];
  /** When the service turned to another algorithm, if it has. */
  deselected: Date | null;
}

/**
 * The keys without those whose last token has expired, and under the newest SECRET_KEY, so that an older one can be
 * dropped; null where they are so already.
 */
export function tidiedKeys({ keys, deselected, secrets, now, accessTokenTtl }: TidyingInput) {
  const kept = retainedKeys(keys, deselected, now, retentionOfKeys(accessTokenTtl));
  const entries = Object.entries(kept).map(([kid, key]): [string, StoredSigningKey] => [
    kid,
    resealed(kid, key, secrets),
  ]);
  const isTidy = entries.length === Object.keys(keys).length && entries.every(([kid, key]) => keys[kid] === key);
  return isTidy ? null : Object.fromEntries(entries);
}

function resealed(kid: string, key: StoredSigningKey, secrets: Secrets): StoredSigningKey {
  const privateKey = secrets.reseal("signing-key", key.privateKey, kid);
  return privateKey ? { ...key, privateKey } : key;
}

async function planStep(
  keys: SigningKeySet["keys"],
  { set, secrets, now, olderThan }: RotationInput,
): Promise<RotationPlan> {
  const waiting = Object.entries(keys).find(([, { state }]) => state === "next");
  if (waiting) return planActivation(set._id, keys, waiting, now);
  const nextFrom = addSeconds(lastRetirement(keys), publishedBefore[set._id]);
  const signing = activeKid(keys);
  if (now < nextFrom) return { step: { outcome: "settling", kid: signing, nextFrom } };
  const dueFrom = addSeconds(keys[signing]?.activatedAt ?? now, olderThan);
  if (olderThan > 0 && now < dueFrom) return { step: { outcome: "current", kid: signing, nextFrom: dueFrom } };
  const [kid, key] = await createSigningKey(set._id, secrets, now);
  const activeFrom = addSeconds(now, publishedBefore[set._id]);
  return { step: { outcome: "published", kid, activeFrom }, keys: { ...keys, [kid]: key } };
}

function planActivation(
  algorithm: SigningAlgorithm,
  keys: SigningKeySet["keys"],
  [kid, key]: [string, StoredSigningKey],
  now: Date,
): RotationPlan {
  const activeFrom = addSeconds(key.createdAt, publishedBefore[algorithm]);
  if (now < activeFrom) return { step: { outcome: "waiting", kid, activeFrom } };
  const retired = activeKid(keys);
  const old = keys[retired] && { [retired]: { ...keys[retired], state: "retired" as const, retiredAt: now } };
  return {
    step: { outcome: "activated", kid, retired },
    keys: { ...keys, ...old, [kid]: { ...key, state: "active", activatedAt: now } },
  };
}

function lastRetirement(keys: SigningKeySet["keys"]): Date {
  return new Date(Math.max(0, ...Object.values(keys).map(({ retiredAt }) => retiredAt?.getTime() ?? 0)));
}

function activeKid(keys: SigningKeySet["keys"]): string {
  return Object.entries(keys).find(([, { state }]) => state === "active")?.[0] ?? "";
}
