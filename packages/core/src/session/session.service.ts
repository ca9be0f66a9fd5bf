import type { EventData } from "../audit/index.ts";
import { type Context, requireActor } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type NewEvent, outboxSlice, queueOrDrop } from "../outbox/index.ts";
import { only, usersOf } from "../user/index.ts";
import { decodeRefreshToken } from "./refresh-token.ts";
import type { Session } from "./session.schema.ts";
import { asItWas, onlySession, sessionIn, sessionSlice, withLiveSession } from "./session.slice.ts";
import { sessionsOnly, toSessions, unsetSessions } from "./session.store.ts";

/** Ends the session of a refresh token, whichever of its steps the token is for. Anything else is nothing to end. */
export async function signOut(ctx: Context, refreshToken: string): Promise<void> {
  const claims = decodeRefreshToken(ctx.secrets, refreshToken);
  if (!claims) return;
  const { userId, sessionId } = claims;
  await endSession(ctx, userId, sessionId, { by: "sign_out", actor: { type: "user", id: userId } });
}

export interface Ending extends Pick<NewEvent, "actor"> {
  by: EventData<"session.ended">["by"];
}

/** Who ends it is who asks, unless `actor` says otherwise. @returns whether there was such a session. */
export function endSession(ctx: Context, userId: string, sessionId: string, ending: Ending): Promise<boolean> {
  const path = `sessions.${sessionId}`;
  return usersOf(ctx).updateOne({ _id: userId, [path]: { $exists: true } }, dropSession(ctx, sessionId, ending));
}

/** What ends a session that is there: the write expects it, so that there are no more of these events than sessions. */
export function dropSession(ctx: Context, id: string, { by, ...rest }: Ending, ...causes: NewEvent[]): Update {
  const event: NewEvent = { type: "session.ended", sessionId: id, data: { by }, ...rest };
  return mergeUpdates(unsetSessions(id), queueOrDrop(ctx, null, ...causes, event));
}

/** The caller's sessions, the last used first. @throws RollcallError `invalid_token` once the caller's own has ended. */
export async function listMySessions(ctx: Context): Promise<Session[]> {
  const { userId, sessionId } = requireActor(ctx);
  const user = await usersOf(ctx).findOne(withLiveSession(ctx, userId, sessionId), { projection: sessionsOnly });
  if (!user) throw new RollcallError("invalid_token");
  return toSessions(ctx, user);
}

/** Ends one of the caller's sessions, which may be the current one. @throws RollcallError `not_found`, `invalid_token` */
export async function endMySession(ctx: Context, id: string): Promise<void> {
  const actor = requireActor(ctx);
  const path = `sessions.${id}`;
  const own = withLiveSession(ctx, actor.userId, actor.sessionId);
  // Two conditions on one path would be one key of the filter, so the current session needs no second one.
  const filter = id === actor.sessionId ? own : { ...own, [path]: { $exists: true } };
  if (await usersOf(ctx).updateOne(filter, dropSession(ctx, id, { by: "owner" }))) return;
  const caller = await usersOf(ctx).findOne(own, { projection: { _id: 1 } });
  throw new RollcallError(caller ? "not_found" : "invalid_token");
}

const withOutbox = only(sessionSlice, outboxSlice);

/**
 * Ends all of the caller's sessions but the current one: those of this moment and those that begin while
 * it runs, because the write replaces the whole map.
 * @throws RollcallError `invalid_token` once the caller's own session has ended.
 */
export async function endMyOtherSessions(ctx: Context): Promise<void> {
  const { userId, sessionId } = requireActor(ctx);
  const live = withLiveSession(ctx, userId, sessionId);
  const seen = await usersOf(ctx).findOne(live, { projection: withOutbox });
  const entry = seen && sessionIn(seen, sessionId);
  if (!entry) throw new RollcallError("invalid_token");
  const expected = { ...live, ...asItWas(seen, sessionId) };
  const change = mergeUpdates(
    { $set: onlySession(sessionId, entry) },
    queueOrDrop(ctx, seen, { type: "sessions.ended", data: { by: "owner", except: sessionId } }),
  );
  const done = await compareAndSet(usersOf(ctx), expected, change);
  // The current session was refreshed, or proved anew, in between: its entry has to be read again.
  if (!done) await endMyOtherSessions(ctx);
}
