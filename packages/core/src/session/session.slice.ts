import type { Acr } from "../kernel/acr.ts";
import { addSeconds, type Clock } from "../kernel/clock.ts";
import type { Settings } from "../kernel/settings.ts";
import { defineSlice } from "../kernel/slice.ts";

/** What decides whether a session is live. The refresh token of `step` is the only one that is. */
export interface SessionState {
  step: number;
  /** A digest of the client's name for the refresh that took the last step, where it had one. Older sessions lack the field. */
  attempt?: string | null;
  /** When the session was created or last refreshed. */
  lastUsedAt: Date;
  /** The absolute end; the idle end follows from `lastUsedAt`. */
  endsAt: Date;
}

/** What is told of a session: to its owner, and in its tokens. */
export interface SessionDetails {
  createdAt: Date;
  /** When its user last proved who they are; absent where that was at its beginning. */
  authenticatedAt?: Date;
  userAgent: string | null;
  ip: string | null;
  amr: string[];
  /** Absent for `1`. */
  acr?: Acr;
}

export interface SessionEntry extends SessionState, SessionDetails {}

export interface SessionSlice {
  /** By session id. */
  sessions: Record<string, SessionState>;
  /** By session id: apart, since a sign-in looks at the state of every session. Older ones have theirs beside their state. */
  sessionDetails?: Record<string, SessionDetails>;
  /** No session reaches its absolute end before this: where the removal of expired ones looks. */
  earliestSessionEnd: Date | null;
  /** How many have begun so far, by signing in: whoever stores one sees whether others did since the account was read. */
  sessionsBegun?: number;
}

/** As many sessions as an account may ever keep; a setting may allow fewer. */
export const maxSessions = 100;

export const sessionSlice = defineSlice<SessionSlice>({
  fields: { sessions: true, sessionDetails: true, earliestSessionEnd: true, sessionsBegun: true },
  empty: () => ({ sessions: {}, sessionDetails: {}, earliestSessionEnd: null }),
  cap: maxSessions,
});

/** A session of an account, of which both parts were read. */
export function sessionIn({ sessions, sessionDetails }: SessionSlice, id: string): SessionEntry | undefined {
  const state = sessions[id];
  return state && ({ ...state, ...sessionDetails?.[id] } as SessionEntry);
}

/** The part of an account that has this session alone. */
export function onlySession(id: string, entry: SessionEntry) {
  const { state, details } = inParts(entry);
  return { sessions: { [id]: state }, sessionDetails: { [id]: details }, earliestSessionEnd: entry.endsAt };
}

/** A session as it is stored. */
export function inParts({ step, attempt = null, lastUsedAt, endsAt, ...details }: SessionEntry) {
  const state: SessionState = { step, attempt, lastUsedAt, endsAt };
  return { state, details: details satisfies SessionDetails };
}

/**
 * Matches an account whose session is still what was read of it, for writes that put it back as they read it: it was neither
 * refreshed nor proved anew, nor has it become one of a single factor.
 */
export function asItWas({ sessions, sessionDetails }: SessionSlice, id: string): Record<string, unknown> {
  return {
    [`sessions.${id}.step`]: sessions[id]?.step,
    [`sessionDetails.${id}.authenticatedAt`]: sessionDetails?.[id]?.authenticatedAt ?? { $exists: false },
    [`sessionDetails.${id}.acr`]: sessionDetails?.[id]?.acr ?? { $exists: false },
  };
}

/** Matches an account whose session was not proved otherwise since it was read. Older sessions have their details beside their state. */
export function provedAsItWas({ sessionDetails }: SessionSlice, id: string): Record<string, unknown> {
  return { [`sessionDetails.${id}.amr`]: sessionDetails?.[id]?.amr ?? { $exists: false } };
}

/** How strong a session's owner has been proved to be who they are. */
export const acrOf = ({ acr = "1" }: Pick<SessionDetails, "acr">): Acr => acr;

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
