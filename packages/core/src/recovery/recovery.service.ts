import type { Context } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { forgottenByFirst } from "../guessing/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type Presented, present, requestMail, useUp, voidOneTime } from "../one-time/index.ts";
import { queueOrDrop } from "../outbox/index.ts";
import { requireStrongPassword, weaknessesOf } from "../password/index.ts";
import { proven } from "../registration/index.ts";
import { withoutAnySession } from "../session/index.ts";
import type { PasswordReset } from "./recovery.schema.ts";

/** Seconds in which a mail that somebody has asked for leads to a new password. */
export const resetLifetime = 3_600;

/** Mails the way to a new password, where the address has an account that may sign in. @throws RollcallError `too_many_attempts` */
export function forgotPassword(ctx: Context, email: string): Promise<void> {
  return requestMail(ctx, email, ({ status, emailVerified, name }) => {
    if (status !== "active") return null;
    return {
      purpose: "reset",
      lifetime: resetLifetime,
      mail: { template: "reset-password", data: { name: emailVerified ? name : null } },
      event: { type: "password.reset_requested" },
    };
  });
}

/**
 * Sets a password for whoever has the mail of a reset or of an invitation, and ends every session, also those of sign-ins under way, in
 * one conditional write after one read. Nobody is signed in by it. The address is proved with it.
 * @throws RollcallError `weak_password`, after which the mail is as good as before; `code_expired`, `code_used`; for a code
 *   `invalid_credentials`, `too_many_attempts`
 */
export async function resetPassword(ctx: Context, { newPassword, ...proof }: PasswordReset): Promise<void> {
  // What can be told without the account comes first, and costs whoever has a code no try.
  const owner = { email: proof.email ?? "" };
  const issues = await weaknessesOf(newPassword, ctx.settings.passwordMinLength, owner, "newPassword");
  if (issues.length > 0) throw new RollcallError("weak_password", { issues });
  const presented = await present(ctx, proof, "reset", "invite");
  const { account, entry } = presented;
  const { email, status } = account;
  if (status !== "active" || email !== entry.email) throw new RollcallError("code_expired");
  await requireStrongPassword(ctx, newPassword, account, "newPassword");
  const passwordHash = await ctx.passwords.hash(ctx, email, newPassword);
  await useUp(ctx, presented, toUpdate(ctx, presented, passwordHash), {
    status,
    email,
    passwordHash: account.passwordHash,
  });
}

function toUpdate(ctx: Context, { account, purpose, use }: Presented, passwordHash: string): Update {
  const now = ctx.clock.now();
  const { _id, email, name } = account;
  return mergeUpdates(
    use,
    voidOneTime(purpose),
    forgottenByFirst(ctx, account),
    proven,
    withoutAnySession,
    { $set: { passwordHash, updatedAt: now }, $inc: { credentialVersion: 1 } },
    queueOrDrop(
      ctx,
      account,
      { type: "password.reset", actor: { type: "user", id: _id } },
      // Nobody has to be told of the password that an invitation asked for.
      ...(purpose === "invite"
        ? []
        : [{ template: "password-changed" as const, to: email, data: { name, at: now.toISOString() } }]),
    ),
  );
}
