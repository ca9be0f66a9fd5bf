import { createPublicKey, type JsonWebKey } from "node:crypto";
import * as z from "zod/mini";
import type { Clock } from "../kernel/clock.ts";
import { signingAlgorithms } from "../kernel/settings.ts";
import { createKeyCache } from "./key-cache.ts";
import type { VerificationKey, VerificationKeys } from "./verifier.ts";

/** Seconds for which keys serve on while the issuer does not answer. */
const maxAge = 3_600;

/** Milliseconds to wait for the issuer. */
const timeout = 3_000;

const keySetSchema = z.object({ keys: z.array(z.unknown()) });
const publicKeySchema = z.looseObject({ kid: z.string(), alg: z.enum(signingAlgorithms) });

export interface RemoteKeysOptions {
  /** Where the issuer publishes its JWK Set. */
  jwksUri: string;
  clock: Clock;
}

/**
 * The keys that an issuer publishes (RFC 7517 section 5), in memory: read again after five minutes, and for a
 * `kid` that is not there, at most once in ten seconds. `find` rejects when the issuer has not answered for an hour, or not
 * yet at all.
 */
export function createRemoteKeys({ jwksUri, clock }: RemoteKeysOptions): VerificationKeys {
  return createKeyCache<VerificationKey>({ load: () => fetchKeys(jwksUri), clock, maxAge });
}

async function fetchKeys(jwksUri: string): Promise<VerificationKey[]> {
  const response = await fetch(jwksUri, { signal: AbortSignal.timeout(timeout), redirect: "error" }).catch((cause) => {
    throw new Error(`${jwksUri} cannot be reached`, { cause });
  });
  if (!response.ok) throw new Error(`${jwksUri} answered ${response.status}`);
  const { keys } = keySetSchema.parse(await response.json());
  return keys.flatMap(importKey);
}

/** What is not a key that this service publishes is left out (RFC 7517 section 5). */
function importKey(jwk: unknown): VerificationKey[] {
  const { kid, alg, ...members } = publicKeySchema.safeParse(jwk).data ?? {};
  if (kid === undefined || alg === undefined) return [];
  try {
    return [{ kid, algorithm: alg, publicKey: createPublicKey({ key: members as JsonWebKey, format: "jwk" }) }];
  } catch {
    return [];
  }
}
