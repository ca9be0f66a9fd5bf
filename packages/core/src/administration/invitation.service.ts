import type { Context } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { RollcallError } from "../kernel/errors.ts";
import { issueOneTime, type OneTimeEntry } from "../one-time/index.ts";
import { type NewMail, queue } from "../outbox/index.ts";
import { type UserDocument, usersOf, withoutMuch } from "../user/index.ts";
import { authorOf, confirmAdministrator } from "./administrator.ts";

/** Seconds: longer than of a mail that its reader has asked for, as nobody waits for it here. */
const unaskedResetLifetime = 86_400;
const invitationLifetime = 7 * 86_400;

/**
 * Mails somebody the way to a new password, which no administrator gets to see, or, where the account has never had one, another
 * invitation. One read of each account at the same time, and one write.
 * @throws RollcallError `not_found`; `conflict` for a disabled account, and where no mail is sent
 */
export async function sendPasswordReset(ctx: Context, id: string): Promise<void> {
  if (!ctx.settings.sendsMail) throw conflict("This service sends no mail: MAIL_TRANSPORT is none.");
  const [account, administrator] = await Promise.all([
    usersOf(ctx).findOne({ _id: id }, { projection: withoutMuch }),
    confirmAdministrator(ctx),
  ]);
  if (!account) throw new RollcallError("not_found");
  const { email, status, credentialVersion } = account;
  if (status !== "active") throw conflict("Nobody can sign in to a disabled account. Enable it first.");
  const isNew = account.passwordHash === null && account.lastLoginAt === null && !account.registrationEnds;
  const { update, mail } = isNew ? invitationOf(ctx, account) : resetOf(ctx, account);
  const type = isNew ? "user.invited" : "password.reset_requested";
  const change = mergeUpdates(update, queue(ctx, account, { type, ...authorOf(administrator) }, mail));
  const isDone = await usersOf(ctx).updateOne({ _id: id, email, status, credentialVersion }, change);
  // The account has changed since it was read.
  if (!isDone) await sendPasswordReset(ctx, id);
}

/** A value that was issued, and the mail that brings it. */
interface Mailed {
  entry: OneTimeEntry;
  update: Update;
  mail: NewMail;
}

/** What a new account waits with for its owner to choose a password. */
export function invitationOf(ctx: Context, { email, name }: UserDocument): Mailed {
  const { reference: oneTime, ...issued } = issueOneTime(ctx, "invite", { email, lifetime: invitationLifetime });
  const mail: NewMail = { template: "invitation", to: email, oneTime, data: { name } };
  return { ...issued, mail };
}

function resetOf(ctx: Context, { email, name, emailVerified }: UserDocument): Mailed {
  const { reference: oneTime, ...issued } = issueOneTime(ctx, "reset", { email, lifetime: unaskedResetLifetime });
  const data = { name: emailVerified ? name : null, byAdministrator: true };
  const mail: NewMail = { template: "reset-password", to: email, oneTime, data };
  return { ...issued, mail };
}

const conflict = (detail: string) => new RollcallError("conflict", { detail });
