import { type Context, requireActor } from "../context.ts";
import { readAccount, requirePassword, wrongPassword } from "../credentials/index.ts";
import { mergeUpdates } from "../database/update.ts";
import { type Attempt, guessAsMyself, throttle } from "../guessing/index.ts";
import { addSeconds } from "../kernel/clock.ts";
import { invalid, RollcallError } from "../kernel/errors.ts";
import {
  issueOneTime,
  issueUndo,
  type OneTimeProof,
  openUndo,
  type Presented,
  present,
  undoPurposes,
  voidOneTime,
  voidUndo,
} from "../one-time/index.ts";
import { queue } from "../outbox/index.ts";
import { withLiveSession } from "../session/index.ts";
import { takeBack } from "../takeover/index.ts";
import { knownBy, moveAccount, type UserDocument, usersOf } from "../user/index.ts";
import type { EmailChangeRequest } from "./email-change.schema.ts";

/** Seconds in which the new address has to be confirmed. */
const lifetime = 3_600;

/** Seconds between two mails to new addresses of one account. */
const pause = 60;

/**
 * Asks for another address: the account keeps its own until somebody there confirms it. Whether the new one has an account makes no
 * difference here. Two operations side by side, and one conditional write.
 * @throws RollcallError `validation_failed`, `too_many_attempts`, `limit_reached`, or `invalid_token` once the session has ended.
 */
export async function requestEmailChange(ctx: Context, { newEmail, password }: EmailChangeRequest): Promise<void> {
  const { sessionId } = requireActor(ctx);
  const [attempt] = await Promise.all([guessAsMyself(ctx), throttle(ctx, "mail", newEmail)]);
  await requireProof(ctx, attempt, password);
  const { account, forget } = attempt;
  if (newEmail === account.email) throw invalid(["newEmail"], "Is the account's address already");
  requireRest(ctx, account);
  const { update, reference } = issueOneTime(ctx, "change", { email: newEmail, lifetime });
  const last = account.oneTime?.change?.id;
  const expected = {
    ...withLiveSession(ctx, account._id, sessionId),
    passwordHash: account.passwordHash,
    "oneTime.change.id": last ?? { $exists: false },
  };
  const change = mergeUpdates(
    update,
    forget,
    queue(
      ctx,
      account,
      { type: "email.change_requested" },
      { template: "change-email", to: newEmail, oneTime: reference, data: {} },
    ),
  );
  if (await usersOf(ctx).updateOne(expected, change)) return;
  const now = await readAccount(ctx);
  if (now.passwordHash !== account.passwordHash) throw wrongPassword("password");
  throw tooSoon(pause);
}

/** @throws RollcallError `validation_failed` */
async function requireProof(ctx: Context, attempt: Attempt<UserDocument>, password: string | undefined): Promise<void> {
  if (password !== undefined) await requirePassword(ctx, attempt, password);
  else if (attempt.account.passwordHash !== null) throw invalid(["password"], "Must be given, as the account has one");
}

/** @throws RollcallError `limit_reached`, `too_many_attempts` */
function requireRest(ctx: Context, account: UserDocument): void {
  if (openUndo(ctx, account, "revert").length >= undoPurposes.revert) {
    throw new RollcallError("limit_reached", {
      detail: "The address has been changed too often of late. Try again in a few days.",
    });
  }
  const last = account.oneTime?.change?.createdAt;
  const seconds = last ? (addSeconds(last, pause).getTime() - ctx.clock.now().getTime()) / 1_000 : 0;
  if (seconds > 0) throw tooSoon(Math.ceil(seconds));
}

const tooSoon = (retryAfter: number) => new RollcallError("too_many_attempts", { retryAfter });

/**
 * The new address proves itself, and is the account's from then on; or the old one takes the change back. One read, one conditional
 * write; the unique index decides between accounts that want one address.
 * @throws RollcallError `code_expired`, `code_used`, `email_taken`, `limit_reached`; for a code `invalid_credentials` and
 *   `too_many_attempts`.
 */
export async function changeEmail(ctx: Context, proof: OneTimeProof): Promise<void> {
  const presented = await present(ctx, proof, "change", "revert");
  await (presented.purpose === "revert" ? takeBack(ctx, presented) : move(ctx, presented));
}

async function move(ctx: Context, presented: Presented): Promise<void> {
  const { account, entry, expected, use } = presented;
  const { email, name, emailVerified, status } = account;
  if (status !== "active") throw new RollcallError("code_expired");
  // An address that has never proved itself may be a stranger's: it is told, and can undo nothing.
  const undo = emailVerified ? issueUndo(ctx, account, "revert", { email }) : null;
  const change = mergeUpdates(
    { $set: { ...knownBy({ email: entry.email, name }), emailVerified: true, updatedAt: ctx.clock.now() } },
    use,
    voidOneTime("change"),
    undo ? undo.update : voidUndo(account, "not-me", (other) => other.email === email),
    queue(
      ctx,
      account,
      { type: "email.changed", actor: { type: "user", id: account._id } },
      {
        template: "email-changed",
        to: email,
        ...(undo && { oneTime: undo.reference }),
        data: { name: undo ? name : null },
      },
    ),
  );
  const done = await moveAccount(ctx, { ...expected, status, email, name }, change);
  if (!done) await move(ctx, await presented.again());
}
