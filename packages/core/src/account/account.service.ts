import { type Context, requireActor } from "../context.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { type Issue, RollcallError } from "../kernel/errors.ts";
import { weaknessesOf } from "../password/index.ts";
import { type UserDocument, usersOf, withLiveSession, withoutLosingTheLast } from "../user/index.ts";
import type { PasswordChange } from "./account.schema.ts";

/**
 * Replaces the caller's password and ends every other session, also those of sign-ins that are still
 * under way with the old password, in one conditional write after one read.
 * @throws RollcallError `validation_failed`, `weak_password`, or `invalid_token` once the session has ended.
 */
export async function changePassword(ctx: Context, { currentPassword, newPassword }: PasswordChange): Promise<void> {
  const seen = await readAccount(ctx);
  const matches = await ctx.passwords.verify(ctx, seen.email, seen.passwordHash, currentPassword);
  const weaknesses = weaknessesOf(newPassword, ctx.settings.passwordMinLength, seen, "newPassword");
  if (!matches) throw wrongPassword("currentPassword", weaknesses);
  if (weaknesses.length > 0) throw new RollcallError("weak_password", { issues: weaknesses });
  await replacePassword(ctx, seen, await ctx.passwords.hash(ctx, seen.email, newPassword));
}

async function replacePassword(ctx: Context, seen: UserDocument, passwordHash: string): Promise<void> {
  const { userId, sessionId } = requireActor(ctx);
  const entry = seen.sessions[sessionId];
  if (!entry) throw new RollcallError("invalid_token");
  const expected = {
    _id: userId,
    credentialVersion: seen.credentialVersion,
    [`sessions.${sessionId}.step`]: entry.step,
  };
  const change = {
    $set: { passwordHash, sessions: { [sessionId]: entry }, updatedAt: ctx.clock.now() },
    $inc: { credentialVersion: 1 },
  };
  if (await compareAndSet(usersOf(ctx), expected, change)) return;
  // Lost against another change of credentials, or only against a refresh of this very session: look again.
  const now = await readAccount(ctx);
  if (now.credentialVersion !== seen.credentialVersion) throw wrongPassword("currentPassword");
  await replacePassword(ctx, now, passwordHash);
}

/**
 * Deletes the caller's account and with it every session. One read and one conditional write; of an administrator's
 * account some more.
 * @throws RollcallError `validation_failed`, `conflict` for the last administrator, or `invalid_token` once the
 *   session has ended.
 */
export async function deleteMe(ctx: Context, password: string): Promise<void> {
  const { sessionId } = requireActor(ctx);
  const { _id, email, credentialVersion, passwordHash } = await readAccount(ctx);
  if (!(await ctx.passwords.verify(ctx, email, passwordHash, password))) throw wrongPassword("password");
  const live = withLiveSession(ctx, _id, sessionId);
  await withoutLosingTheLast(ctx, _id, async (expected) => {
    if (await usersOf(ctx).deleteOne({ ...live, credentialVersion, ...expected })) return true;
    const now = await usersOf(ctx).findOne(live);
    // A changed password has to be proved again; an administrator's account is not as expected the first time.
    if (now && now.credentialVersion !== credentialVersion) throw wrongPassword("password");
    if (now) return null;
    // Whoever deleted it first has done what was asked.
    if (await usersOf(ctx).findOne({ _id })) throw new RollcallError("invalid_token");
    return true;
  });
}

/** A signed-in caller has not proved who they are. It is told at the field, for it is no token that is wrong. */
function wrongPassword(field: string, others: Issue[] = []): RollcallError {
  const issue = { path: [field], code: "wrong_password", message: "Is not your current password" };
  return new RollcallError("validation_failed", { issues: [issue, ...others] });
}

async function readAccount(ctx: Context): Promise<UserDocument> {
  const { userId, sessionId } = requireActor(ctx);
  const user = await usersOf(ctx).findOne(withLiveSession(ctx, userId, sessionId));
  if (!user) throw new RollcallError("invalid_token");
  return user;
}
