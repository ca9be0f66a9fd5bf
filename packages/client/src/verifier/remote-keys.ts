import { type CryptoKey, importJWK, type JWK } from "jose";
import { KeysUnavailableError, retryAfterOf, SourceError, withBackOff } from "./back-off.ts";
import type { Clock } from "./clock.ts";
import { areRequestsIsolated } from "./isolation.ts";
import type { Algorithm } from "./jws.ts";
import { publishedMaxAge } from "./key-ages.ts";
import { createKeyCache } from "./key-cache.ts";
import type { VerificationKey, VerificationKeys } from "./token-verifier.ts";

/** Seconds for which keys serve on while the issuer does not answer. */
const maxAge = 3_600;

/** Milliseconds to wait for the issuer. */
const timeout = 3_000;

/** The global `fetch`, or what can be called like it: types of Bun give that one more members than anybody needs. */
export type Fetch = (...args: Parameters<typeof fetch>) => ReturnType<typeof fetch>;

export interface RemoteKeysOptions {
  /** Where the issuer publishes its JWK Set. */
  jwksUri: string;
  clock: Clock;
  fetch: Fetch;
}

/**
 * The keys that an issuer publishes (RFC 7517 section 5), in memory: read again after five minutes, and for a
 * `kid` that is not there, at most once in ten seconds. One read serves all who ask meanwhile. An issuer that fails is
 * left alone for a while, which it may name (Retry-After), and the keys serve on for an hour. `find` rejects with a
 * KeysUnavailableError when the issuer has not answered for so long, or not yet at all, or is away when it should be
 * asked for an unknown key.
 */
export function createRemoteKeys({ jwksUri, clock, fetch }: RemoteKeysOptions): VerificationKeys {
  const load = withBackOff(() => fetchKeys(jwksUri, clock, fetch), clock);
  const unshared = areRequestsIsolated() ? new KeysUnavailableError("The keys are being read") : undefined;
  return createKeyCache<VerificationKey>({
    load,
    clock,
    freshFor: publishedMaxAge,
    maxAge,
    ...(unshared && { unshared }),
  });
}

async function fetchKeys(jwksUri: string, clock: Clock, fetch: Fetch): Promise<VerificationKey[]> {
  const signal = AbortSignal.timeout(timeout);
  // Nobody is followed elsewhere. Workers know no `error`.
  const response = await fetch(jwksUri, { signal, redirect: "manual" }).catch((cause) => {
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
  const { keys } = (await response.json()) as { keys: unknown[] };
  const imported = (await Promise.all(keys.map(importKey))).filter((key) => key !== null);
  if (imported.length === 0) throw new Error("None of its keys is one of Rollcall's");
  return imported;
}

/** RFC 7518 section 3.3 wants 2048 bits of an RSA key: their base64url has 342 characters. */
const rsaModulusLength = 342;

/** A key's public members; whatever else stands beside them is dropped. */
function publicMembers({ alg, kty, crv, x, y, n, e }: JWK): JWK | null {
  if (alg === "ES256" && kty === "EC" && crv === "P-256") return { kty, crv, x, y };
  if (alg === "RS256" && kty === "RSA" && e === "AQAB" && String(n).length >= rsaModulusLength) return { kty, n, e };
  return null;
}

/** @returns null for what is not a key that this service publishes: it is left out (RFC 7517 section 5). */
async function importKey(candidate: unknown): Promise<VerificationKey | null> {
  const jwk = Object(candidate) as JWK;
  const members = publicMembers(jwk);
  const { kid, alg } = jwk;
  if (!members || typeof kid !== "string") return null;
  const publicKey = await importJWK(members, alg).catch(() => null);
  return publicKey && { kid, algorithm: alg as Algorithm, publicKey: publicKey as CryptoKey };
}
