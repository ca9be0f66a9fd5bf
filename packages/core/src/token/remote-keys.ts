import { importJWK } from "jose";
import * as z from "zod/mini";
import type { Clock } from "../kernel/clock.ts";
import { retryAfterOf, SourceError, withBackOff } from "./back-off.ts";
import { publishedMaxAge } from "./key-ages.ts";
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
 * `kid` that is not there, at most once in ten seconds. One read serves all who ask meanwhile. An issuer that fails is
 * left alone for a while, which it may name (Retry-After), and the keys serve on for an hour. `find` rejects when the
 * issuer has not answered for so long, or not yet at all, or is away when it should be asked for an unknown key.
 */
export function createRemoteKeys({ jwksUri, clock }: RemoteKeysOptions): VerificationKeys {
  const load = withBackOff(() => fetchKeys(jwksUri, clock), clock);
  return createKeyCache<VerificationKey>({ load, clock, freshFor: publishedMaxAge, maxAge });
}

async function fetchKeys(jwksUri: string, clock: Clock): Promise<VerificationKey[]> {
  const signal = AbortSignal.timeout(timeout);
  const response = await fetch(jwksUri, { signal, redirect: "error" }).catch((cause) => {
    throw new SourceError(`${jwksUri} cannot be reached`, { cause });
  });
  if (!response.ok) {
    await response.body?.cancel();
    const retryAfter = retryAfterOf(response, clock.now());
    throw new SourceError(`${jwksUri} answered ${response.status}`, { retryAfter });
  }
  return readKeySet(response).catch((cause) => {
    throw new SourceError(`${jwksUri} answered without a key set`, { cause });
  });
}

/** An issuer that publishes nothing to verify with is out of order: better the keys from before. */
async function readKeySet(response: Response): Promise<VerificationKey[]> {
  const { keys } = keySetSchema.parse(await response.json());
  const imported = (await Promise.all(keys.map(importKey))).filter((key) => key !== null);
  if (imported.length === 0) throw new Error("None of its keys is one of Rollcall's");
  return imported;
}

/** @returns null for what is not a key that this service publishes: it is left out (RFC 7517 section 5). */
async function importKey(jwk: unknown): Promise<VerificationKey | null> {
  const { data } = publicKeySchema.safeParse(jwk);
  if (!data) return null;
  const { kid, alg, ...members } = data;
  const publicKey = await importJWK(members, alg).catch(() => null);
  return publicKey && { kid, algorithm: alg, publicKey };
}
