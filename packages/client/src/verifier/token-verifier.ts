import type { CryptoKey } from "jose";
import { type AccessTokenClaims, type AccessTokenVerifier, readClaims } from "./access-token-claims.ts";
import { type Clock, clockSkew } from "./clock.ts";
import { type Algorithm, type ParsedJws, parseJws, verifyJws } from "./jws.ts";

/** RFC 9068 section 2.1. */
export const accessTokenType = "at+jwt";

/** The public half of a signing key. */
export interface VerificationKey {
  kid: string;
  algorithm: Algorithm;
  publicKey: CryptoKey;
}

/** Where a verifier finds the published keys. */
export interface VerificationKeys {
  /** The published key with this `kid`, or null. */
  find(kid: string): Promise<VerificationKey | null>;
}

export interface TokenVerifierOptions {
  keys: VerificationKeys;
  clock: Clock;
  issuer: string;
  /** The one service that accepted tokens are for (RFC 7519 section 4.1.3): those for others, or for several, are refused. */
  audience: string;
}

/**
 * Verifies access tokens (RFC 9068 section 4). What can be refused without a key is, before any key is looked
 * for: a token that has expired never waits for the place that the keys come from.
 */
export function createTokenVerifier({ keys, clock, issuer, audience }: TokenVerifierOptions): AccessTokenVerifier {
  const verified = createRecentTokens();

  /** What can be told of a token without a key. */
  function read(token: string) {
    const jws = parseJws(token);
    const kid = jws && kidOf(jws);
    const claims = jws && readClaims(jws.payload, { iss: issuer, aud: audience });
    return kid && claims && isCurrent(claims, clock) ? { jws, kid, claims } : null;
  }

  return async (token) => {
    const known = verified.get(token);
    if (known && !isCurrent(known.claims, clock)) return null;
    if (known && (await keys.find(known.kid))) return known.claims;
    const candidate = read(token);
    if (!candidate) return null;
    const { jws, kid, claims } = candidate;
    const key = await keys.find(kid);
    if (!key || !(await verifyJws(jws, key.algorithm, key.publicKey))) return null;
    verified.add(token, { kid, claims });
    return claims;
  };
}

/** Members of a header that would change what the signature means (RFC 7515 section 4.1.11, RFC 7797, RFC 7516). */
const refusedMembers = ["crit", "b64", "zip", "enc"];

/**
 * The `kid` of a header that this service could have written. It only looks up; the algorithm is the
 * key's own, and what `jwk`, `jku`, `x5c` and `x5u` offer is never looked at (RFC 8725 sections 3.1, 3.10).
 */
function kidOf({ header }: ParsedJws): string | null {
  const { typ, kid } = header;
  if (typ !== accessTokenType && typ !== `application/${accessTokenType}`) return null;
  return typeof kid === "string" && !refusedMembers.some((member) => member in header) ? kid : null;
}

function isCurrent({ exp, iat, nbf }: AccessTokenClaims, clock: Clock): boolean {
  const now = clock.now().getTime() / 1000;
  return now < exp && iat <= now + clockSkew && (nbf ?? 0) <= now + clockSkew;
}

interface VerifiedToken {
  kid: string;
  claims: AccessTokenClaims;
}

const rememberedTokens = 1_000;

/**
 * The tokens whose signature was checked last, so that a client's next request does not check it again.
 * Time, and whether the key is still published, are checked on every use.
 */
function createRecentTokens() {
  const tokens = new Map<string, VerifiedToken>();
  return {
    get: (token: string) => tokens.get(token),
    add(token: string, entry: VerifiedToken) {
      if (tokens.size >= rememberedTokens) tokens.delete(tokens.keys().next().value as string);
      tokens.set(token, entry);
    },
  };
}
