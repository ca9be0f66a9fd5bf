import { type Context, requireActor } from "../context.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { RollcallError } from "../kernel/errors.ts";
import { weaknessesOf } from "../password/index.ts";
import { type UserDocument, usersOf } from "../user/index.ts";
import type { PasswordChange } from "./credentials.schema.ts";
import { readAccount, wrongPassword } from "./own-account.ts";

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
