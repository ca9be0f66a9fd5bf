import type { Context } from "../context.ts";
import type { Projection, Update } from "../database/collection.ts";
import { addSeconds } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import { only, type UserDocument } from "../user/index.ts";
import { deviceOf } from "./device.ts";
import type { Session } from "./session.schema.ts";
import { type SessionEntry, sessionSlice } from "./session.slice.ts";

/** What sessions are kept and shown from. */
export const sessionsOnly = only(sessionSlice);

/** What tokens are issued from: one session, however many others the account has. */
export const tokensOf = (sessionId: string): Projection => ({ roles: 1, [`sessions.${sessionId}`]: 1 });

/** Longer User-Agent fields are cut: they are shown, never compared. */
const maxUserAgent = 300;

export interface NewSession {
  id: string;
  entry: SessionEntry;
}

/** A session that begins now, not yet stored. `amr` says how its user signed in (RFC 8176). */
export function newSession({ clock, settings, ip, userAgent }: Context, amr: string[]): NewSession {
  const now = clock.now();
  const entry: SessionEntry = {
    step: 0,
    attempt: null,
    createdAt: now,
    lastUsedAt: now,
    endsAt: addSeconds(now, settings.sessionMaxTtl),
    userAgent: userAgent?.slice(0, maxUserAgent) ?? null,
    ip,
    amr,
  };
  return { id: newId("sess", now), entry };
}

/** The part of an update that stores a session and, in the same write, drops those that have ended. */
export function storeSession(ctx: Context, { sessions }: UserDocument, { id, entry }: NewSession): Update {
  const ended = endedSessions(ctx, sessions);
  const left = { ...withoutSessions(sessions, ended), [id]: entry };
  return {
    $set: { [`sessions.${id}`]: entry, earliestSessionEnd: earliestEnd(left) },
    ...(ended.length > 0 && { $unset: unsetSessions(ended) }),
  };
}

/** The same for one that ends all others, also those that begin while it is stored. */
export function storeOnlySession({ id, entry }: NewSession): Update {
  return { $set: { sessions: { [id]: entry }, earliestSessionEnd: entry.endsAt } };
}

type Sessions = UserDocument["sessions"];

function withoutSessions(sessions: Sessions, ids: readonly string[]): Sessions {
  return Object.fromEntries(Object.entries(sessions).filter(([id]) => !ids.includes(id)));
}

function unsetSessions(ids: readonly string[]): Record<string, true> {
  return Object.fromEntries(ids.map((id) => [`sessions.${id}`, true]));
}

function earliestEnd(sessions: Sessions): Date | null {
  const ends = Object.values(sessions).map(({ endsAt }) => endsAt.getTime());
  return ends.length > 0 ? new Date(Math.min(...ends)) : null;
}

/** The part of an update that ends every session. */
export const withoutAnySession: Update = { $set: { ...sessionSlice.empty() } };

/**
 * The update that drops the sessions which had reached their absolute end at `now`, and how many they are.
 * One that was idle for too long cannot be used any more, but stays until then.
 */
export function dropExpiredSessions({ sessions }: UserDocument, now: Date): { update: Update; count: number } {
  const expired = Object.entries(sessions).flatMap(([id, { endsAt }]) => (endsAt <= now ? [id] : []));
  const update = {
    $set: { earliestSessionEnd: earliestEnd(withoutSessions(sessions, expired)) },
    ...(expired.length > 0 && { $unset: unsetSessions(expired) }),
  };
  return { update, count: expired.length };
}

function endedSessions(ctx: Context, sessions: Sessions): string[] {
  return byLastUse(sessions)
    .filter(([, entry], index) => index >= ctx.settings.sessionsPerAccount - 1 || !isLive(ctx, entry))
    .map(([id]) => id);
}

/**
 * The update that drops what sign-ins at once, each of which saw room for itself, have stored beyond the cap; null where there is
 * nothing. Whoever drops, and however many at once, the same ones stay.
 */
export function dropSurplusSessions({ settings }: Context, { sessions }: UserDocument): Update | null {
  const surplus = byLastUse(sessions)
    .slice(settings.sessionsPerAccount)
    .map(([id]) => id);
  return surplus.length > 0 ? { $unset: unsetSessions(surplus) } : null;
}

/** The last used first; of those used at the same time the last that began, as ids sort by time. */
function byLastUse(sessions: Sessions): [id: string, entry: SessionEntry][] {
  return Object.entries(sessions).sort(
    ([id, a], [otherId, b]) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime() || (id < otherId ? 1 : -1),
  );
}

/** When a session ends by itself: by its absolute limit, or, unless it is refreshed, by its idle one. */
function expiryOf({ settings }: Context, { endsAt, lastUsedAt }: SessionEntry): Date {
  const idleEnd = addSeconds(lastUsedAt, settings.sessionIdleTtl);
  return idleEnd < endsAt ? idleEnd : endsAt;
}

function isLive(ctx: Context, entry: SessionEntry): boolean {
  return expiryOf(ctx, entry) > ctx.clock.now();
}

/** The sessions that have not ended, the last used first. */
export function toSessions(ctx: Context, { sessions }: UserDocument): Session[] {
  return byLastUse(sessions)
    .filter(([, entry]) => isLive(ctx, entry))
    .map(([id, entry]) => toSession(ctx, id, entry));
}

/** Also those that were idle for too long, and cannot be used any more. */
export function keptSessions(ctx: Context, { sessions }: UserDocument): Session[] {
  return byLastUse(sessions).map(([id, entry]) => toSession(ctx, id, entry));
}

function toSession(ctx: Context, id: string, entry: SessionEntry): Session {
  return {
    id,
    current: ctx.actor !== "system" && id === ctx.actor?.sessionId,
    createdAt: entry.createdAt.toISOString(),
    lastUsedAt: entry.lastUsedAt.toISOString(),
    expiresAt: expiryOf(ctx, entry).toISOString(),
    userAgent: entry.userAgent,
    device: deviceOf(entry.userAgent),
    ip: entry.ip,
    amr: entry.amr,
  };
}
