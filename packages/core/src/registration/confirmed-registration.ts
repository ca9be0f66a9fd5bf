import type { Context } from "../context.ts";
import type { Filter, Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { isFrom, networkOf, throttle, writeForNobody } from "../guessing/index.ts";
import { addSeconds } from "../kernel/clock.ts";
import { RollcallError } from "../kernel/errors.ts";
import { issueOneTime, issueSparingly, type NewOneTime } from "../one-time/index.ts";
import { hasRoom, type NewMail, outboxOf, queue } from "../outbox/index.ts";
import { insertUser, nameFields, newUserDocument, type UserDocument, usersOf } from "../user/index.ts";
import { confirmationLifetime } from "./confirmation.ts";
import { languageOf } from "./language.ts";
import type { Registration } from "./registration.schema.ts";

/** Seconds between two mails that tell an account's owner of a registration with the address. */
const toldEvery = 3_600;

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
  const [passwordHash, account] = await Promise.all([
    ctx.passwords.hash(ctx, email, password),
    usersOf(ctx).findOne({ email }, { projection: { sessions: 0, places: 0 } }),
    throttle(ctx, "register", email),
  ]);
  const pending = { email, name, passwordHash };
  if (!account) return createPending(ctx, pending);
  const write = writeFor(ctx, account, pending);
  if (write) await usersOf(ctx).updateOne(write.expected, write.change);
  else await writeForNobody(ctx, email);
}

async function createPending(ctx: Context, pending: Pending): Promise<void> {
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
  await insertUser(ctx, user).catch((error) => {
    // Somebody registers the same address at this moment, and has a mail on its way.
    if (!(error instanceof RollcallError && error.code === "email_taken")) throw error;
  });
}

interface Write {
  expected: Filter;
  change: Update;
}

function writeFor(ctx: Context, account: UserDocument, pending: Pending): Write | null {
  if (account.status !== "active") return null;
  return account.registrationEnds ? replacePending(ctx, account, pending) : tellOwner(ctx, account);
}

function replacePending(ctx: Context, account: UserDocument, pending: Pending): Write {
  const { email } = pending;
  const value = isContested(ctx, account) ? { email, lifetime: confirmationLifetime } : newValue(ctx, account, pending);
  const issued = issueSparingly(ctx, account, "verify", value);
  if (!issued || !hasRoom(account, 1)) return dropPassword(account);
  const { entry, update, reference, expected } = issued;
  const name = entry.data ? pending.name : null;
  const waiting = { $set: { ...nameFields(name), ...languageOf(ctx), registrationEnds: entry.expiresAt } };
  return {
    expected: { ...expected, email, registrationEnds: { $exists: true } },
    change: mergeUpdates(update, waiting, queue(ctx, account, confirmationMail(email, reference))),
  };
}

/** Whether what waits may be somebody else's registration. */
function isContested(ctx: Context, { _id, oneTime }: UserDocument): boolean {
  const waiting = oneTime?.verify;
  if (!waiting || waiting.expiresAt <= ctx.clock.now()) return false;
  return !waiting.data?.network || !isFrom(ctx, _id, waiting.data.network);
}

/** More want the address than may be mailed of: the last link is good, but for nobody's password. */
function dropPassword({ _id, oneTime }: UserDocument): Write {
  const expected = { _id, "oneTime.verify.id": oneTime?.verify?.id, registrationEnds: { $exists: true } };
  return { expected, change: { $unset: { "oneTime.verify.data": true } } };
}

function tellOwner(ctx: Context, account: UserDocument): Write | null {
  const { _id, email, registrationToldAt: told } = account;
  const now = ctx.clock.now();
  const isDue = !told || addSeconds(told, toldEvery) <= now;
  if (!isDue || !hasRoom(account, 1)) return null;
  return {
    expected: { _id, email, registrationToldAt: told ?? { $exists: false } },
    change: mergeUpdates(
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
