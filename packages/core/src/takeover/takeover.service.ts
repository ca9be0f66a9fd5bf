import type { Context } from "../context.ts";
import { mergeUpdates } from "../database/update.ts";
import { forgetPlaces } from "../guessing/index.ts";
import {
  issueOneTime,
  type OneTimeEntry,
  type Presented,
  present,
  type UndoPurpose,
  undoPurposes,
  voidOneTime,
  voidUndo,
} from "../one-time/index.ts";
import { type NewMail, queueOrDrop } from "../outbox/index.ts";
import { resetLifetime } from "../recovery/index.ts";
import { emailFields, moveAccount, type UserDocument } from "../user/index.ts";
import type { NotMe } from "./takeover.schema.ts";

/**
 * The owner says of a sign-in that it was somebody else's. That one ends, and with it all that whoever knew the password may have
 * got: see {@link takeBack}. One read, one conditional write.
 * @throws RollcallError `code_expired`, `code_used`, `email_taken`
 */
export async function disownSignIn(ctx: Context, { token }: NotMe): Promise<void> {
  await takeBack(ctx, await present(ctx, { token }, "not-me"));
}

/**
 * Gives an account back to the mailbox that a notice was sent to, whatever somebody else has made of it since: every session ends,
 * the password is void, the address is that mailbox again, and a mail to it sets a new password. Of the links that undo something
 * those stay good that are this mailbox's, or older: so nobody undoes this from an address that came after it.
 * @throws RollcallError `code_used`, `email_taken` where the address has another account by now
 */
export async function takeBack(ctx: Context, presented: Presented): Promise<void> {
  const { account, purpose, entry, expected, use } = presented;
  const reset = issueOneTime(ctx, "reset", { email: entry.email, lifetime: resetLifetime });
  const actor = { type: "user" as const, id: account._id };
  const by = { actor, ...(entry.data?.sessionId && { sessionId: entry.data.sessionId }) };
  const isMoved = account.email !== entry.email;
  const change = mergeUpdates(
    {
      $set: {
        ...(isMoved && emailFields(entry.email)),
        emailVerified: true,
        passwordHash: null,
        sessions: {},
        earliestSessionEnd: null,
        updatedAt: ctx.clock.now(),
      },
      $inc: { credentialVersion: 1 },
    },
    use,
    voidOneTime("reset"),
    reset.update,
    voidLater(account, entry),
    forgetPlaces,
    queueOrDrop(
      ctx,
      account,
      { type: purpose === "revert" ? "email.reverted" : "sign_in.disowned", ...by },
      { type: "sessions.ended", data: { by: "not_me", except: null }, actor },
      ...mailsOf(account, entry, reset.reference),
    ),
  );
  const live = { ...expected, status: account.status, email: account.email };
  if (!(await moveAccount(ctx, live, change))) await takeBack(ctx, await presented.again());
}

function mailsOf({ email, name }: UserDocument, { email: owner }: OneTimeEntry, reset: NewMail["oneTime"]): NewMail[] {
  const mails: NewMail[] = [{ template: "reset-password", to: owner, oneTime: reset, data: { name } }];
  if (email !== owner) mails.push({ template: "email-changed", to: email, data: { name: null } });
  return mails;
}

function voidLater(account: UserDocument, { email, createdAt }: OneTimeEntry) {
  const isLater = (other: OneTimeEntry) => other.email !== email && other.createdAt >= createdAt;
  const each = Object.keys(undoPurposes) as UndoPurpose[];
  return mergeUpdates(...each.map((purpose) => voidUndo(account, purpose, isLater)));
}
