import type { Context } from "../context.ts";
import type { Filter, Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { throttle, writeForNobody } from "../guessing/index.ts";
import { isWithin } from "../kernel/clock.ts";
import { type NewEvent, type NewMail, queueOrDrop } from "../outbox/index.ts";
import { type UserDocument, usersOf, withoutMuch } from "../user/index.ts";
import { issueOneTime, type NewOneTime } from "./one-time.service.ts";
import type { OneTimeSlice, Purpose, UndoPurpose } from "./one-time.slice.ts";

/** One of which there is one at a time. */
type SinglePurpose = Exclude<Purpose, UndoPurpose>;

/** Seconds between two mails of a purpose, and how many there are in an hour, of those that anybody can ask for. */
const pause = 60;
const mostInAnHour = 5;
const anHour = 3_600;

/**
 * {@link issueOneTime} for what anybody can have sent who knows the address: its owner is not flooded.
 * @returns null where there were enough; `expected` lets one win of any number that ask at once
 */
export function issueSparingly(
  ctx: Context,
  { _id, oneTime }: OneTimeSlice & { _id: string },
  purpose: SinglePurpose,
  value: NewOneTime,
) {
  const now = ctx.clock.now();
  const before = oneTime?.[purpose];
  const { since, count } = before?.series ?? { since: now, count: 0 };
  const isOver = !isWithin(anHour, since, now);
  if (!isOver && count >= mostInAnHour) return null;
  const series = isOver ? { since: now, count: 1 } : { since, count: count + 1 };
  const expected: Filter = { _id, [`oneTime.${purpose}.id`]: before?.id ?? { $exists: false } };
  return { ...issueOneTime(ctx, purpose, { ...value, series }), expected };
}

/** A single-use value that is mailed to the account's own address, and what its write says beside. */
export interface MailedValue extends Omit<NewOneTime, "email"> {
  purpose: SinglePurpose;
  mail: Pick<NewMail, "template" | "data">;
  event: NewEvent;
  update?: Update;
  /** What it depends on, beside an account that is active and has this address. */
  expected?: Filter;
}

/**
 * Mails a value because somebody, who may be anybody, asks for it. One read, beside which the request is counted, and one write,
 * whether the address has an account or not, and whether its owner gets another mail so soon or not: nobody learns of it.
 * @param valueFor null for an account that gets none
 * @throws RollcallError `too_many_attempts`
 */
export async function requestMail(
  ctx: Context,
  email: string,
  valueFor: (account: UserDocument) => MailedValue | null,
): Promise<void> {
  const [account] = await Promise.all([
    usersOf(ctx).findOne({ email }, { projection: withoutMuch }),
    throttle(ctx, "mail", email),
  ]);
  const value = account && valueFor(account);
  const request = value && isDue(ctx, account, value.purpose) ? toWrite(ctx, account, value) : null;
  if (request) await usersOf(ctx).updateOne(request.expected, request.change);
  else await writeForNobody(ctx, email);
}

function isDue({ clock }: Context, { oneTime }: UserDocument, purpose: SinglePurpose): boolean {
  const before = oneTime?.[purpose];
  return !before || !isWithin(pause, before.createdAt, clock.now());
}

function toWrite(
  ctx: Context,
  account: UserDocument,
  { purpose, mail, event, update, expected, ...value }: MailedValue,
) {
  const { _id, email } = account;
  const issued = issueSparingly(ctx, account, purpose, { ...value, email });
  if (!issued) return null;
  const entry = { ...mail, to: email, oneTime: issued.reference } as NewMail;
  // Whoever fills the outbox with events keeps nobody from recovering.
  const queued = queueOrDrop(ctx, account, event, entry);
  if (!queued.$set) return null;
  // Of any number that ask at once one wins. A change of credentials, which voids what was mailed, takes no mail from whoever asks.
  const asked = { $or: [issued.expected, { [`oneTime.${purpose}`]: { $exists: false } }] };
  return {
    expected: { ...expected, ...asked, _id, email, status: "active" },
    change: mergeUpdates(issued.update, update, queued),
  };
}
