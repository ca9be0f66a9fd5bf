import type { Context } from "../context.ts";
import type { Filter, Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { isFrom, networkOf, throttle, writeForNobody } from "../guessing/index.ts";
import { addSeconds } from "../kernel/clock.ts";
import { RollcallError } from "../kernel/errors.ts";
import { issueOneTime, issueSparingly, type NewOneTime } from "../one-time/index.ts";
import { hasRoom, type NewMail, outboxOf, queue } from "../outbox/index.ts";
import { insertUser, knownBy, newUserDocument, type UserDocument, usersOf, withoutMuch } from "../user/index.ts";
import { confirmationLifetime } from "./confirmation.ts";
import { languageOf } from "./language.ts";
import type { Registration } from "./registration.schema.ts";

/** Seconds between two mails that tell an account's owner of a registration with the address. */
const toldEvery = 3_600;

/** Each but the first means that somebody else has registered the address at the same moment. */
const maxAttempts = 10;

interface Pending {
  email: string;
  name: string | null;
  passwordHash: string;
}

/**
 * Registers an address that is still to be proved. One read and one write, whether it has an account or not.
 *
 * The password waits in the single-use value that the mail carries, so what becomes valid is the password of the very registration
 * whose link is followed. A later registration voids the value of the one before. Where the two come from different networks, one
 * of them may be a stranger's, whose mail the owner could take for their own: then nobody's password is taken, and the owner sets
 * one by mail. So nobody gains an account by registering somebody else's address, before or after its owner.
 */
export async function registerToConfirm(ctx: Context, { email, password, name = null }: Registration): Promise<void> {
  const read = () => usersOf(ctx).findOne({ email }, { projection: withoutMuch });
  const [passwordHash, seen] = await Promise.all([
    ctx.passwords.hash(ctx, email, password),
    read(),
    throttle(ctx, "register", email),
  ]);
  let account = seen;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (await write(ctx, account, { email, name, passwordHash })) return;
    const before = account;
    account = await read();
    if (isDone(ctx, before, account)) return;
  }
}

/**
 * Whether whoever was faster has done what was asked: a registration in the same network, or one that has told the owner. A stranger's
 * must not count alone; and whoever had the mail sent anew, or has proved the address, has done something else.
 */
function isDone(ctx: Context, before: UserDocument | null, now: UserDocument | null): boolean {
  if (!now) return false;
  if (!now.registrationEnds) return before !== null && !before.registrationEnds;
  const waiting = passwordOf(now);
  return !isStrangers(ctx, now) && (waiting === undefined || waiting !== passwordOf(before));
}

const passwordOf = (account: UserDocument | null) => account?.oneTime?.verify?.data?.passwordHash;

/** @returns false when somebody was faster */
async function write(ctx: Context, account: UserDocument | null, pending: Pending): Promise<boolean> {
  if (!account) return createPending(ctx, pending);
  const change = changeFor(ctx, account, pending);
  if (change) return usersOf(ctx).updateOne(change.expected, change.update);
  await writeForNobody(ctx, pending.email);
  return true;
}

async function createPending(ctx: Context, pending: Pending): Promise<boolean> {
  const { email, name } = pending;
  const account = newUserDocument(ctx, { email, name, roles: [], passwordHash: null });
  const series = { since: account.createdAt, count: 1 };
  const { entry, reference } = issueOneTime(ctx, "verify", { ...newValue(ctx, account, pending), series });
  const event = { type: "user.registered", actor: { type: "user", id: account._id } } as const;
  const user: UserDocument = {
    ...account,
    ...languageOf(ctx),
    registrationEnds: entry.expiresAt,
    oneTime: { verify: entry },
    ...outboxOf(ctx, event, confirmationMail(email, reference)),
  };
  try {
    await insertUser(ctx, user);
    return true;
  } catch (error) {
    if (error instanceof RollcallError && error.code === "email_taken") return false;
    throw error;
  }
}

interface Change {
  expected: Filter;
  update: Update;
}

function changeFor(ctx: Context, account: UserDocument, pending: Pending): Change | null {
  if (account.status !== "active") return null;
  return account.registrationEnds ? replacePending(ctx, account, pending) : tellOwner(ctx, account);
}

function replacePending(ctx: Context, account: UserDocument, pending: Pending): Change {
  const { email } = pending;
  const value = isContested(ctx, account) ? { email, lifetime: confirmationLifetime } : newValue(ctx, account, pending);
  const issued = issueSparingly(ctx, account, "verify", value);
  if (!issued || !hasRoom(account, 1)) return dropPassword(account);
  const { entry, update, reference, expected } = issued;
  const name = entry.data ? pending.name : null;
  const waiting = { $set: { ...knownBy({ email, name }), ...languageOf(ctx), registrationEnds: entry.expiresAt } };
  return {
    expected: { ...expected, email, registrationEnds: { $exists: true } },
    update: mergeUpdates(update, waiting, queue(ctx, account, confirmationMail(email, reference))),
  };
}

/** Whether nobody's password counts any more, or what waits may be somebody else's. */
function isContested(ctx: Context, account: UserDocument): boolean {
  const waiting = account.oneTime?.verify;
  if (!waiting || waiting.expiresAt <= ctx.clock.now()) return false;
  return !waiting.data || isStrangers(ctx, account);
}

/** Whether a password waits that was chosen in another network. */
function isStrangers(ctx: Context, { _id, oneTime }: UserDocument): boolean {
  const network = oneTime?.verify?.data?.network;
  return network !== undefined && !isFrom(ctx, _id, network);
}

/** More want the address than may be mailed of: the last link is good, but for nobody's password. */
function dropPassword({ _id, oneTime }: UserDocument): Change {
  const expected = { _id, "oneTime.verify.id": oneTime?.verify?.id, registrationEnds: { $exists: true } };
  return { expected, update: { $unset: { "oneTime.verify.data": true } } };
}

function tellOwner(ctx: Context, account: UserDocument): Change | null {
  const { _id, email, registrationToldAt: told } = account;
  const now = ctx.clock.now();
  const isDue = !told || addSeconds(told, toldEvery) <= now;
  if (!isDue || !hasRoom(account, 1)) return null;
  return {
    expected: { _id, email, registrationToldAt: told ?? { $exists: false } },
    update: mergeUpdates(
      { $set: { registrationToldAt: now } },
      queue(ctx, account, { template: "already-registered", to: email, data: {} }),
    ),
  };
}

function newValue(ctx: Context, { _id }: UserDocument, { email, passwordHash }: Pending): NewOneTime {
  return { email, lifetime: confirmationLifetime, data: { passwordHash, network: networkOf(ctx, _id) } };
}

function confirmationMail(email: string, oneTime: NonNullable<NewMail["oneTime"]>): NewMail {
  return { template: "verify-email", to: email, oneTime, data: {} };
}
