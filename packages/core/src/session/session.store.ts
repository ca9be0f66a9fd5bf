import type { Context } from "../context.ts";
import type { Projection, Update } from "../database/collection.ts";
import { addSeconds } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import { only, type UserDocument, usersOf } from "../user/index.ts";
import { deviceOf } from "./device.ts";
import type { Admission } from "./policy.ts";
import type { Session } from "./session.schema.ts";
import {
  inParts,
  onlySession,
  type SessionEntry,
  type SessionState,
  sessionIn,
  sessionSlice,
} from "./session.slice.ts";

/** What sessions are kept and shown from. */
export const sessionsOnly = only(sessionSlice);

/** What tokens are issued from: one session, however many others the account has. */
export const tokensOf = (sessionId: string): Projection => ({
  roles: 1,
  hasFactors: 1,
  [`sessions.${sessionId}`]: 1,
  [`sessionDetails.${sessionId}`]: 1,
});

/** Longer User-Agent fields are cut: they are shown, never compared. */
const maxUserAgent = 300;

export interface NewSession {
  id: string;
  entry: SessionEntry;
}

/** A session that begins now, not yet stored, for whoever has been let in. */
export function newSession({ clock, settings, ip, userAgent }: Context, { amr, acr }: Admission): NewSession {
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
    ...(acr !== "1" && { acr }),
  };
  return { id: newId("sess", now), entry };
}

/**
 * The part of an update that stores a session and, in the same write, drops those that have ended, and who makes room for it. `left`
 * is how many there are beside it then, of those that were read.
 */
export function storeSession(
  ctx: Context,
  { sessions }: UserDocument,
  { id, entry }: NewSession,
): { update: Update; left: number } {
  const [live, ended] = split(Object.entries(sessions), isLiveNow(ctx));
  const [left, surplus] = lastUsed(live, ctx.settings.sessionsPerAccount - 1);
  const { state, details } = inParts(entry);
  const update: Update = {
    $set: {
      [`sessions.${id}`]: state,
      [`sessionDetails.${id}`]: details,
      earliestSessionEnd: earliestEnd([...left, [id, entry]]),
    },
    $inc: { sessionsBegun: 1 },
    ...drop([...ended, ...surplus]),
  };
  return { update, left: left.length };
}

/** The same for one that ends all others, also those that begin while it is stored. */
export function storeOnlySession({ id, entry }: NewSession): { update: Update; left: number } {
  return { update: { $set: onlySession(id, entry), $inc: { sessionsBegun: 1 } }, left: 0 };
}

type Sessions = [id: string, state: SessionState][];

const drop = (sessions: Sessions): Update => (sessions.length > 0 ? unsetSessions(...sessions.map(([id]) => id)) : {});

/** The part of an update that drops sessions: one at least. */
export function unsetSessions(...ids: string[]): Update {
  const paths = ids.flatMap((id) => [`sessions.${id}`, `sessionDetails.${id}`]);
  return { $unset: Object.fromEntries(paths.map((path) => [path, true])) };
}

function earliestEnd(sessions: Sessions): Date | null {
  const ends = sessions.map(([, { endsAt }]) => endsAt.getTime());
  return ends.length > 0 ? new Date(Math.min(...ends)) : null;
}

function split(sessions: Sessions, isFirst: (state: SessionState) => boolean): [first: Sessions, second: Sessions] {
  const { first = [], second = [] } = Object.groupBy(sessions, ([, state]) => (isFirst(state) ? "first" : "second"));
  return [first, second];
}

/** As many as may stay, and the others. */
function lastUsed(sessions: Sessions, most: number): [staying: Sessions, going: Sessions] {
  if (sessions.length <= most) return [sessions, []];
  const ordered = byLastUse(sessions);
  return [ordered.slice(0, most), ordered.slice(most)];
}

/** The part of an update that ends every session. */
export const withoutAnySession: Update = { $set: { ...sessionSlice.empty() } };

/**
 * The update that drops the sessions which had reached their absolute end at `now`, and how many they are.
 * One that was idle for too long cannot be used any more, but stays until then.
 */
export function dropExpiredSessions({ sessions }: UserDocument, now: Date): { update: Update; count: number } {
  const [left, expired] = split(Object.entries(sessions), ({ endsAt }) => endsAt > now);
  return { update: { $set: { earliestSessionEnd: earliestEnd(left) }, ...drop(expired) }, count: expired.length };
}

/**
 * Drops what sign-ins at once, each of which saw room for itself, have stored beyond the cap. Whoever drops, and however many at
 * once, the same ones stay.
 */
export async function dropSurplusSessions(ctx: Context, _id: string): Promise<void> {
  const user = await usersOf(ctx).findOne({ _id }, { projection: { sessions: 1 } });
  const [, surplus] = lastUsed(Object.entries(user?.sessions ?? {}), ctx.settings.sessionsPerAccount);
  if (surplus.length > 0) await usersOf(ctx).updateOne({ _id }, drop(surplus));
}

/** The last used first; of those used at the same time the last that began, as ids sort by time. */
function byLastUse<State extends SessionState>(sessions: [id: string, state: State][]): typeof sessions {
  return sessions.toSorted(
    ([id, a], [otherId, b]) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime() || (id < otherId ? 1 : -1),
  );
}

/** When a session ends by itself: by its absolute limit, or, unless it is refreshed, by its idle one. */
function expiryOf({ settings }: Context, { endsAt, lastUsedAt }: SessionState): Date {
  const idleEnd = addSeconds(lastUsedAt, settings.sessionIdleTtl);
  return idleEnd < endsAt ? idleEnd : endsAt;
}

function isLiveNow(ctx: Context): (state: SessionState) => boolean {
  const now = ctx.clock.now();
  return (state) => expiryOf(ctx, state) > now;
}

/** The sessions that have not ended, the last used first. */
export function toSessions(ctx: Context, user: UserDocument): Session[] {
  const isLive = isLiveNow(ctx);
  return entriesOf(user)
    .filter(([, entry]) => isLive(entry))
    .map(([id, entry]) => toSession(ctx, id, entry));
}

/** Also those that were idle for too long, and cannot be used any more. */
export function keptSessions(ctx: Context, user: UserDocument): Session[] {
  return entriesOf(user).map(([id, entry]) => toSession(ctx, id, entry));
}

function entriesOf(user: UserDocument): [id: string, entry: SessionEntry][] {
  return byLastUse(Object.keys(user.sessions).map((id) => [id, sessionIn(user, id) as SessionEntry]));
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
