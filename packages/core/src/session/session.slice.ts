import { addSeconds, type Clock } from "../kernel/clock.ts";
import type { Settings } from "../kernel/settings.ts";
import { defineSlice } from "../kernel/slice.ts";

/** A session inside its user's document. The refresh token of `step` is the only one that is live. */
export interface SessionEntry {
  step: number;
  /** A digest of the client's name for the refresh that took the last step, where it had one. Older sessions lack the field. */
  attempt?: string | null;
  createdAt: Date;
  /** When the session was created or last refreshed. */
  lastUsedAt: Date;
  /** When its user last proved who they are; absent where that was at its beginning. */
  authenticatedAt?: Date;
  /** The absolute end; the idle end follows from `lastUsedAt`. */
  endsAt: Date;
  userAgent: string | null;
  ip: string | null;
  amr: string[];
}

export interface SessionSlice {
  /** By session id. */
  sessions: Record<string, SessionEntry>;
  /** No session reaches its absolute end before this: where the removal of expired ones looks. */
  earliestSessionEnd: Date | null;
}

/** As many sessions as an account may ever keep; a setting may allow fewer. */
export const maxSessions = 100;

export const sessionSlice = defineSlice<SessionSlice>({
  fields: { sessions: true, earliestSessionEnd: true },
  empty: () => ({ sessions: {}, earliestSessionEnd: null }),
  cap: maxSessions,
});

/**
 * Matches an account whose session is still what was read of it, for writes that put it back as they read it: it was neither
 * refreshed nor proved anew.
 */
export function asItWas(sessionId: string, { step, authenticatedAt }: SessionEntry): Record<string, unknown> {
  const path = `sessions.${sessionId}`;
  return { [`${path}.step`]: step, [`${path}.authenticatedAt`]: authenticatedAt ?? { $exists: false } };
}

/** Matches an active account in which this session has neither ended nor expired. */
export function withLiveSession(
  { clock, settings }: { clock: Clock; settings: Pick<Settings, "sessionIdleTtl"> },
  userId: string,
  sessionId: string,
): { _id: string } & Record<string, unknown> {
  const now = clock.now();
  return {
    _id: userId,
    status: "active",
    [`sessions.${sessionId}.endsAt`]: { $gt: now },
    [`sessions.${sessionId}.lastUsedAt`]: { $gt: addSeconds(now, -settings.sessionIdleTtl) },
  };
}
