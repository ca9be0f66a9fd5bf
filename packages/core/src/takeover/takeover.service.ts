import type { Context } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { toTombstone, undoDeletion } from "../deletion/index.ts";
import { removalAsSeen, stopRemoval } from "../factor-removal/index.ts";
import { forgetPlaces } from "../guessing/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import {
  issueOneTime,
  type OneTimeEntry,
  type OneTimeSlice,
  type Presented,
  present,
  type UndoPurpose,
} from "../one-time/index.ts";
import { type NewMail, queueOrDrop } from "../outbox/index.ts";
import { resetLifetime } from "../recovery/index.ts";
import { withoutAnySession } from "../session/index.ts";
import { knownBy, moveAccount, type UserDocument, usersOf } from "../user/index.ts";
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
 * @throws RollcallError `code_used`, `email_taken` where the address has another account by now that does not give way
 */
export async function takeBack(ctx: Context, presented: Presented): Promise<void> {
  const { account, entry, expected } = presented;
  const { status, email, name, credentialVersion } = account;
  try {
    const asRead = { ...expected, status, email, name, credentialVersion, ...removalAsSeen(account) };
    if (await moveAccount(ctx, asRead, toUpdate(ctx, presented))) return;
  } catch (error) {
    const isTaken = error instanceof RollcallError && error.code === "email_taken";
    if (!isTaken || !(await makeWay(ctx, entry))) throw error;
  }
  await takeBack(ctx, await presented.again());
}

/**
 * Whoever moved an account away can register its address at once. What they make is deleted, as long as nobody has proved that the
 * address is theirs: the reader of the notice just has.
 */
async function makeWay(ctx: Context, { email, createdAt }: OneTimeEntry): Promise<boolean> {
  const unproved = { email, emailVerified: false, createdAt: { $gte: createdAt }, roles: { $size: 0 } };
  const other = await usersOf(ctx).findOne(unproved);
  if (!other) return false;
  const actor = { type: "system" as const, id: null };
  await usersOf(ctx).updateOne(
    { ...unproved, _id: other._id },
    toTombstone(ctx, other, { type: "user.deleted", actor }),
  );
  return true;
}

function toUpdate(ctx: Context, presented: Presented): Update {
  const { account, purpose, entry, use } = presented;
  const reset = issueOneTime(ctx, "reset", { email: entry.email, lifetime: resetLifetime });
  const actor = { type: "user" as const, id: account._id };
  const by = { actor, ...(entry.data?.sessionId && { sessionId: entry.data.sessionId }) };
  return mergeUpdates(
    withoutAnySession,
    {
      $set: {
        ...knownBy({ email: entry.email, name: account.name }),
        emailVerified: true,
        passwordHash: null,
        // As a whole: what a sign-in of this very moment puts into it is void as well.
        oneTime: { reset: reset.entry, ...undoAfter(presented, ctx.clock.now()) },
        updatedAt: ctx.clock.now(),
      },
      // A factor stays: a mailbox removes none. What somebody else may have asked for in the owner's name is stopped.
      $unset: { ...use.$unset, factorRemoval: true },
      $inc: { credentialVersion: 1 },
    },
    // Whoever has had it may have deleted it.
    undoDeletion(account),
    forgetPlaces,
    queueOrDrop(
      ctx,
      account,
      { type: purpose === "revert" ? "email.reverted" : "sign_in.disowned", ...by },
      { type: "sessions.ended", data: { by: "not_me", except: null }, actor },
      ...mailsOf(account, entry, reset.reference),
      ...stopRemoval(ctx, account, "not_me").causes,
    ),
  );
}

function mailsOf({ email, name }: UserDocument, { email: owner }: OneTimeEntry, reset: NewMail["oneTime"]): NewMail[] {
  const mails: NewMail[] = [{ template: "reset-password", to: owner, oneTime: reset, data: { name } }];
  if (email !== owner) mails.push({ template: "email-changed", to: email, data: { name: null } });
  return mails;
}

/** What takes an account back. */
const takesBack = ["revert", "not-me"] as const satisfies UndoPurpose[];

/** What takes it back and is this mailbox's, or older than what is used up. */
function undoAfter({ account, entry }: Presented, usedAt: Date): OneTimeSlice["oneTime"] {
  const stays = (other: OneTimeEntry) => other.email === entry.email || other.createdAt < entry.createdAt;
  const undo = takesBack.map((purpose) => {
    const left = Object.entries(account.oneTime?.[purpose] ?? {}).filter(([, other]) => stays(other));
    return [
      purpose,
      Object.fromEntries(left.map(([id, other]) => [id, id === entry.id ? { ...other, usedAt } : other])),
    ];
  });
  return Object.fromEntries(undo);
}
