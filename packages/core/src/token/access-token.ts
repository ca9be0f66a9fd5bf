import { randomUUID } from "node:crypto";
import { type AccessTokenClaims as Claims, type Demand, meets } from "@rollcall/verifier";
import { accessTokenType, createTokenVerifier } from "@rollcall/verifier/service";
import type { Acr } from "../kernel/acr.ts";
import type { Clock } from "../kernel/clock.ts";
import { addSeconds } from "../kernel/clock.ts";
import type { Settings } from "../kernel/settings.ts";
import { signJws } from "./jws.ts";
import type { KeyRing } from "./key-ring.ts";

/** RFC 9068 wants a client; every caller of the service's own API is this one. */
const firstPartyClient = "rollcall";

/** The claims of a token that this service issued for itself. */
export type AccessTokenClaims = Claims & { acr: Acr; roles: "admin"[] };

export interface AccessTokens {
  /**
   * Rejects when no token could be signed now. To be called before the write that the tokens are for: a step
   * that is taken and cannot be answered looks like a stolen token when it is tried again.
   */
  requireSigner(): Promise<void>;
  /**
   * Signs a token for one session (RFC 9068 section 2.2). `expiresIn` is in seconds.
   * @param audience the service that it is for: this one, unless another is named
   */
  issue(subject: TokenSubject, audience?: string): Promise<IssuedToken>;
  /** The claims of a token that this service issued for itself and that is still good, else null, whatever was presented. */
  verify(token: string): Promise<AccessTokenClaims | null>;
}

export interface IssuedToken {
  accessToken: string;
  tokenType: "Bearer";
  expiresIn: number;
}

export interface TokenSubject {
  userId: string;
  sessionId: string;
  roles: readonly "admin"[];
  authenticatedAt: Date;
  /** How, as RFC 8176 names it. */
  amr: readonly string[];
  /** How strong that is: `1` for one factor, `2` for two. */
  acr: Acr;
}

export interface AccessTokenOptions {
  keyRing: KeyRing;
  clock: Clock;
  settings: Pick<Settings, "issuer" | "accessTokenTtl">;
}

export function createAccessTokens({ keyRing, clock, settings }: AccessTokenOptions): AccessTokens {
  const { issuer, accessTokenTtl } = settings;
  const verify = createTokenVerifier({ keys: keyRing, clock, issuer, audience: issuer });

  return {
    async requireSigner() {
      await keyRing.signer();
    },
    async issue({ userId, sessionId, roles, authenticatedAt, amr, acr }, audience = issuer) {
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
        acr,
        roles,
      };
      const header = { alg: key.algorithm, typ: accessTokenType, kid: key.kid };
      const accessToken = await signJws(header, claims, key.privateKey());
      return { accessToken, tokenType: "Bearer", expiresIn: accessTokenTtl };
    },
    async verify(token) {
      const claims = await verify(token);
      return claims && isOwn(claims) ? claims : null;
    },
  };
}

/** Other services' verifiers let pass what later versions may say; this one says nothing else. */
function isOwn(claims: Claims): claims is AccessTokenClaims {
  return (claims.acr === "1" || claims.acr === "2") && claims.roles.every((role) => role === "admin");
}

/** Whether a token that is issued now meets a demand. */
export function suffices({ authenticatedAt, acr }: TokenSubject, demand: Demand, now: Date): boolean {
  return meets({ auth_time: toNumericDate(authenticatedAt), acr }, demand, now);
}

function toNumericDate(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
