import { importJWK } from "jose";
import * as z from "zod/mini";
import type { Clock } from "../kernel/clock.ts";
import { createKeyCache } from "./key-cache.ts";
import type { VerificationKey, VerificationKeys } from "./verifier.ts";

/** Seconds for which keys serve on while the issuer does not answer. */
const maxAge = 3_600;

/** Milliseconds to wait for the issuer. */
const timeout = 3_000;

const keySetSchema = z.object({ keys: z.array(z.unknown()) });
/** RFC 7518 section 3.3 wants 2048 bits of an RSA key: their base64url has 342 characters. */
const rsaModulus = z.string().check(z.minLength(342));

/** A key's public members; whatever else stands beside them is dropped. */
const publicKeySchema = z.discriminatedUnion("alg", [
  z.object({
    kid: z.string(),
    alg: z.literal("ES256"),
    kty: z.literal("EC"),
    crv: z.literal("P-256"),
    x: z.string(),
    y: z.string(),
  }),
  z.object({ kid: z.string(), alg: z.literal("RS256"), kty: z.literal("RSA"), n: rsaModulus, e: z.literal("AQAB") }),
]);

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
  const imported = await Promise.all(keys.map(importKey));
  return imported.filter((key) => key !== null);
}

/** @returns null for what is not a key that this service publishes: it is left out (RFC 7517 section 5). */
async function importKey(jwk: unknown): Promise<VerificationKey | null> {
  const { data } = publicKeySchema.safeParse(jwk);
  if (!data) return null;
  const { kid, alg, ...members } = data;
  const publicKey = await importJWK(members, alg).catch(() => null);
  return publicKey && { kid, algorithm: alg, publicKey };
}
