import type { Context } from "../context.ts";
import { RollcallError } from "../kernel/errors.ts";
import { endSession, type Session, sessionsOnly, toSessions } from "../session/index.ts";
import { usersOf } from "../user/index.ts";
import { confirmAdministrator, requireAdminRole } from "./administrator.ts";

/** @throws RollcallError `not_found` */
export async function listSessions(ctx: Context, userId: string): Promise<Session[]> {
  requireAdminRole(ctx);
  const user = await usersOf(ctx).findOne({ _id: userId }, { projection: sessionsOnly });
  if (!user) throw new RollcallError("not_found");
  return toSessions(ctx, user);
}

/** Ends every session of an account. @throws RollcallError `not_found` */
export async function endSessions(ctx: Context, userId: string): Promise<void> {
  await confirmAdministrator(ctx);
  const existed = await usersOf(ctx).updateOne({ _id: userId }, { $set: { sessions: {} } });
  if (!existed) throw new RollcallError("not_found");
}

/** Ends one session of an account. @throws RollcallError `not_found` */
export async function endSessionOf(ctx: Context, userId: string, sessionId: string): Promise<void> {
  await confirmAdministrator(ctx);
  if (!(await endSession(ctx, userId, sessionId))) throw new RollcallError("not_found");
}
