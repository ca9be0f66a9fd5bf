import type { Secrets } from "../kernel/secrets.ts";
import type { RefreshTokenClaims } from "./refresh-token.ts";

/** In bytes: what a guess at a digest, or two attempts with one, would take. */
const digestLength = 16;

/**
 * What a session keeps of the `attempt` that took its last step: enough to know it again, and nothing to read it from.
 * It is bound to the token that was presented, so the same text with the next token is another attempt.
 */
export function digestAttempt(secrets: Secrets, presented: RefreshTokenClaims, attempt: string): string {
  const code = secrets.authenticate("refresh-attempt", attemptBytes(presented, attempt));
  return code.subarray(0, digestLength).toString("base64url");
}

/** Whether a digest is of this attempt, with this token. Compared in constant time. */
export function isSameAttempt(
  secrets: Secrets,
  presented: RefreshTokenClaims,
  attempt: string,
  digest: string,
): boolean {
  const code = Buffer.from(digest, "base64url");
  return secrets.isAuthentic("refresh-attempt", attemptBytes(presented, attempt), code);
}

/** No part holds a space, so no two attempts have the same bytes. */
function attemptBytes({ userId, sessionId, step }: RefreshTokenClaims, attempt: string): Buffer {
  return Buffer.from(`${userId} ${sessionId} ${step} ${attempt}`);
}
