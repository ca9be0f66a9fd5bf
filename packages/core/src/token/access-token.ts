import { randomUUID } from "node:crypto";
import type { Clock } from "../kernel/clock.ts";
import { addSeconds } from "../kernel/clock.ts";
import type { Settings } from "../kernel/settings.ts";
import type { AccessTokenClaims } from "./access-token.schema.ts";
import { signJws } from "./jws.ts";
import type { KeyRing } from "./key-ring.ts";
import { accessTokenType, createAccessTokenVerifier, isForAudience } from "./verifier.ts";

/** RFC 9068 wants a client; every caller of the service's own API is this one. */
const firstPartyClient = "rollcall";

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
  const verify = createAccessTokenVerifier({ keys: keyRing, clock, issuer });

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
      const header = { alg: key.algorithm, typ: accessTokenType, kid: key.kid };
      return { accessToken: await signJws(header, claims, key.privateKey()), expiresIn: accessTokenTtl };
    },
    async verify(token) {
      const claims = await verify(token);
      return claims && isForAudience(claims, audience) ? claims : null;
    },
  };
}

function toNumericDate(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
