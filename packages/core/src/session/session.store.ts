import type { Context } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { addSeconds } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import type { SessionEntry, UserDocument } from "../user/index.ts";
import type { Session } from "./session.schema.ts";

/** An account keeps this many sessions; the next sign-in ends the least recently used ones beyond it. */
export const maxSessions = 100;

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
  const $unset = Object.fromEntries(endedSessions(ctx, sessions).map((ended) => [`sessions.${ended}`, true as const]));
  return { $set: { [`sessions.${id}`]: entry }, ...(Object.keys($unset).length > 0 && { $unset }) };
}

function endedSessions(ctx: Context, sessions: UserDocument["sessions"]): string[] {
  const byUse = Object.entries(sessions).sort(([, a], [, b]) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime());
  return byUse.filter(([, entry], index) => index >= maxSessions - 1 || !isLive(ctx, entry)).map(([id]) => id);
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
  return Object.entries(sessions)
    .filter(([, entry]) => isLive(ctx, entry))
    .sort(([, a], [, b]) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime())
    .map(([id, entry]) => toSession(ctx, id, entry));
}

function toSession(ctx: Context, id: string, entry: SessionEntry): Session {
  return {
    id,
    current: id === ctx.actor?.sessionId,
    createdAt: entry.createdAt.toISOString(),
    lastUsedAt: entry.lastUsedAt.toISOString(),
    expiresAt: expiryOf(ctx, entry).toISOString(),
    userAgent: entry.userAgent,
    ip: entry.ip,
    amr: entry.amr,
  };
}
