import { type Context, requireActor } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import { guessAsMyself } from "../guessing/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { issueUndo, voidOneTime } from "../one-time/index.ts";
import { queueOrDrop } from "../outbox/index.ts";
import { requireStrongPassword, weaknessesOf } from "../password/index.ts";
import { asItWas, onlySession, sessionIn } from "../session/index.ts";
import { type UserDocument, usersOf } from "../user/index.ts";
import type { PasswordChange } from "./credentials.schema.ts";
import { readAccount, wrongPassword } from "./own-account.ts";

/**
 * Replaces the caller's password and ends every other session, also those of sign-ins that are still under way with the old
 * password: one operation that counts the attempt and reads the account, and one conditional write.
 * @throws RollcallError `validation_failed`, `weak_password`, `too_many_attempts`, or `invalid_token` once the session has ended.
 */
export async function changePassword(ctx: Context, { currentPassword, newPassword }: PasswordChange): Promise<void> {
  const attempt = await guessAsMyself(ctx);
  const seen = attempt.account;
  const { email, passwordHash } = seen;
  const matches = await attempt.lookAt(() => ctx.passwords.verify(ctx, email, passwordHash, currentPassword));
  if (!matches) {
    await attempt.failed({ type: "password.refused" });
    const weaknesses = await weaknessesOf(newPassword, ctx.settings.passwordMinLength, seen, "newPassword");
    throw wrongPassword("currentPassword", weaknesses);
  }
  await requireStrongPassword(ctx, newPassword, seen, "newPassword");
  await replacePassword(ctx, seen, await ctx.passwords.hash(ctx, seen.email, newPassword), attempt.forget);
}

async function replacePassword(ctx: Context, seen: UserDocument, passwordHash: string, forget: Update): Promise<void> {
  const { userId, sessionId } = requireActor(ctx);
  const entry = sessionIn(seen, sessionId);
  if (!entry) throw new RollcallError("invalid_token");
  const expected = {
    _id: userId,
    email: seen.email,
    credentialVersion: seen.credentialVersion,
    ...asItWas(seen, sessionId),
  };
  const now = ctx.clock.now();
  const undo = issueUndo(ctx, seen, "not-me", { email: seen.email, data: { sessionId } });
  const change = mergeUpdates(
    {
      $set: { passwordHash, ...onlySession(sessionId, entry), updatedAt: now },
      $inc: { credentialVersion: 1 },
    },
    voidOneTime(),
    undo.update,
    forget,
    queueOrDrop(
      ctx,
      seen,
      { type: "password.changed" },
      {
        template: "password-changed",
        to: seen.email,
        oneTime: undo.reference,
        data: { name: seen.name, at: now.toISOString() },
      },
    ),
  );
  if (await compareAndSet(usersOf(ctx), expected, change)) return;
  // Lost against another password, or only against one of the address or of the factors, a refresh or a new proof of this very session: look again.
  const again = await readAccount(ctx);
  if (again.passwordHash !== seen.passwordHash) throw wrongPassword("currentPassword");
  await replacePassword(ctx, again, passwordHash, forget);
}
