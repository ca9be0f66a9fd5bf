import type { Context } from "../context.ts";
import { mergeUpdates } from "../database/update.ts";
import { RollcallError } from "../kernel/errors.ts";
import { queueOrDrop } from "../outbox/index.ts";
import { endSession, type Session, sessionsOnly, toSessions, withoutAnySession } from "../session/index.ts";
import { profileOnly, usersOf } from "../user/index.ts";
import { authorOf, confirmAdministrator, requireAdminRole } from "./administrator.ts";

/** @throws RollcallError `not_found` */
export async function listSessions(ctx: Context, userId: string): Promise<Session[]> {
  requireAdminRole(ctx);
  const user = await usersOf(ctx).findOne({ _id: userId }, { projection: sessionsOnly });
  if (!user) throw new RollcallError("not_found");
  return toSessions(ctx, user);
}

/** Ends every session of an account. @throws RollcallError `not_found` */
export async function endSessions(ctx: Context, userId: string): Promise<void> {
  const author = authorOf(await confirmAdministrator(ctx));
  const change = mergeUpdates(
    withoutAnySession,
    queueOrDrop(ctx, null, { type: "sessions.ended", ...author, data: { by: "administrator", except: null } }),
  );
  // Only where there are some, so that there are no more of these events than sign-ins.
  if (await usersOf(ctx).updateOne({ _id: userId, sessions: { $ne: {} } }, change)) return;
  const user = await usersOf(ctx).findOne({ _id: userId }, { projection: profileOnly });
  if (!user) throw new RollcallError("not_found");
}

/** Ends one session of an account. @throws RollcallError `not_found` */
export async function endSessionOf(ctx: Context, userId: string, sessionId: string): Promise<void> {
  const author = authorOf(await confirmAdministrator(ctx));
  const ending = { by: "administrator", ...author } as const;
  if (!(await endSession(ctx, userId, sessionId, ending))) throw new RollcallError("not_found");
}
