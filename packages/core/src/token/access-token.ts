import { randomUUID } from "node:crypto";
import type { Clock } from "../kernel/clock.ts";
import { addSeconds } from "../kernel/clock.ts";
import type { Settings } from "../kernel/settings.ts";
import { type AccessTokenClaims, accessTokenClaims } from "./access-token.schema.ts";
import { parseJws, signJws, verifyJws } from "./jws.ts";
import type { KeyRing } from "./key-ring.ts";
import type { SigningKey } from "./signing-key.ts";

/** RFC 9068 section 2.1. */
const tokenType = "at+jwt";

/** RFC 9068 wants a client; every caller of the service's own API is this one. */
const firstPartyClient = "rollcall";

/** Seconds by which another instance's clock may be ahead of ours. Expiry is exact. */
const clockSkew = 60;

export interface AccessTokens {
  /**
   * Rejects when no token could be signed now. To be called before the write that the tokens are for: a step
   * that is taken and cannot be answered looks like a stolen token when it is tried again.
   */
  requireSigner(): Promise<void>;
  /** Signs a token for one session (RFC 9068 section 2.2). `expiresIn` is in seconds. */
  issue(subject: TokenSubject): Promise<{ accessToken: string; expiresIn: number }>;
  /** The claims of a token that this service issued and that is still good, else null, whatever was presented. */
  verify(token: string): Promise<AccessTokenClaims | null>;
}

export interface TokenSubject {
  userId: string;
  sessionId: string;
  roles: readonly "admin"[];
  authenticatedAt: Date;
  /** How, as RFC 8176 names it. */
  amr: readonly string[];
}

export interface AccessTokenOptions {
  keyRing: KeyRing;
  clock: Clock;
  settings: Pick<Settings, "issuer" | "audience" | "accessTokenTtl">;
}

export function createAccessTokens({ keyRing, clock, settings }: AccessTokenOptions): AccessTokens {
  const { issuer, audience, accessTokenTtl } = settings;
  const schema = accessTokenClaims(issuer, audience);
  const verified = createRecentTokens();

  return {
    async requireSigner() {
      (await keyRing.signer()).privateKey();
    },
    async issue({ userId, sessionId, roles, authenticatedAt, amr }) {
      const key = await keyRing.signer();
      const now = clock.now();
      const claims = {
        iss: issuer,
        sub: userId,
        aud: audience,
        exp: toNumericDate(addSeconds(now, accessTokenTtl)),
        iat: toNumericDate(now),
        jti: randomUUID(),
        client_id: firstPartyClient,
        sid: sessionId,
        auth_time: toNumericDate(authenticatedAt),
        amr,
        roles,
      };
      const header = { alg: key.algorithm, typ: tokenType, kid: key.kid };
      return { accessToken: signJws(header, claims, key.privateKey()), expiresIn: accessTokenTtl };
    },
    async verify(token) {
      const known = verified.get(token);
      if (known && (await keyRing.find(known.kid))) return isCurrent(known.claims, clock) ? known.claims : null;
      const jws = parseJws(token);
      const key = jws && (await keyOf(jws.header, keyRing));
      if (!key || !verifyJws(jws, key.algorithm, key.publicKey)) return null;
      const claims = schema.safeParse(jws.payload).data;
      if (!claims || !isCurrent(claims, clock)) return null;
      verified.add(token, { kid: key.kid, claims });
      return claims;
    },
  };
}

/** Members of a header that would change what the signature means (RFC 7515 section 4.1.11, RFC 7797, RFC 7516). */
const refusedMembers = ["crit", "b64", "zip", "enc"];

/**
 * The key for a header that this service could have written. `kid` only looks up; the algorithm is the
 * key's own, and what `jwk`, `jku`, `x5c` and `x5u` offer is never looked at (RFC 8725 sections 3.1, 3.10).
 */
async function keyOf(header: Record<string, unknown>, keyRing: KeyRing): Promise<SigningKey | null> {
  const { alg, typ, kid } = header;
  if (typ !== tokenType && typ !== `application/${tokenType}`) return null;
  if (typeof kid !== "string" || refusedMembers.some((member) => member in header)) return null;
  const key = await keyRing.find(kid);
  return key?.algorithm === alg ? key : null;
}

function isCurrent({ exp, iat, nbf }: AccessTokenClaims, clock: Clock): boolean {
  const now = clock.now().getTime() / 1000;
  return now < exp && iat <= now + clockSkew && (nbf ?? 0) <= now + clockSkew;
}

function toNumericDate(date: Date): number {
  return Math.floor(date.getTime() / 1000);
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
