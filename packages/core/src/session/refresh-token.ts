import { decodeBase64url } from "../kernel/base64url.ts";
import { decodeId, encodeId } from "../kernel/ids.ts";
import type { Secrets } from "../kernel/secrets.ts";

/** What a refresh token says: which step of which session it is. */
export interface RefreshTokenClaims {
  userId: string;
  sessionId: string;
  /** How many times the session had been refreshed when the token was made. */
  step: number;
}

/*
 * version (1) · user id (16) · session id (16) · step (4) · HMAC-SHA-256 of all that (32): 69 bytes, which
 * base64url writes in 92 characters without a bit to spare, so that a token has one spelling.
 */
const version = 1;
const offsets = { user: 1, session: 17, step: 33, code: 37 };
const length = 69;

/** Nothing of a refresh token is stored: the same claims make the same token, and only this service can make it. */
export function encodeRefreshToken(secrets: Secrets, { userId, sessionId, step }: RefreshTokenClaims): string {
  const claims = Buffer.alloc(offsets.code);
  claims.writeUInt8(version);
  decodeId(userId).copy(claims, offsets.user);
  decodeId(sessionId).copy(claims, offsets.session);
  claims.writeUInt32BE(step, offsets.step);
  return Buffer.concat([claims, secrets.authenticate("refresh-token", claims)]).toString("base64url");
}

/** The claims of a genuine token, else null: a forged one is recognized without the database. */
export function decodeRefreshToken(secrets: Secrets, token: string): RefreshTokenClaims | null {
  const bytes = decodeBase64url(token);
  if (bytes?.length !== length || bytes[0] !== version) return null;
  const claims = bytes.subarray(0, offsets.code);
  if (!secrets.isAuthentic("refresh-token", claims, bytes.subarray(offsets.code))) return null;
  return {
    userId: encodeId("user", claims.subarray(offsets.user, offsets.session)),
    sessionId: encodeId("sess", claims.subarray(offsets.session, offsets.step)),
    step: claims.readUInt32BE(offsets.step),
  };
}
