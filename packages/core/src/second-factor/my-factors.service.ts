import { type Context, requireActor } from "../context.ts";
import { readAccount } from "../credentials/index.ts";
import type { Filter, Update } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import { withoutFactors } from "../enrollment/index.ts";
import {
  type Factor,
  type FactorList,
  type FactorView,
  factorSlice,
  sealing,
  toFactor,
  toFactors,
} from "../factor/index.ts";
import { type Stopping, whileStopping } from "../factor-removal/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type NewEvent, type NewMail, queue } from "../outbox/index.ts";
import { newRecoveryCodes } from "../recovery-code/index.ts";
import { asItWas, mustHaveFactor, onlySession, sessionIn, withLiveSession } from "../session/index.ts";
import { only, type UserDocument, usersOf } from "../user/index.ts";

const withFactors = only(factorSlice);

/** The caller's factors, the oldest first. One read. @throws RollcallError `invalid_token` */
export async function listMyFactors(ctx: Context): Promise<FactorList> {
  const { userId, sessionId } = requireActor(ctx);
  const user = await usersOf(ctx).findOne(withLiveSession(ctx, userId, sessionId), { projection: withFactors });
  if (!user) throw new RollcallError("invalid_token");
  return toFactors(user);
}

/** One write; one read more where there is no such factor. @throws RollcallError `not_found`, `invalid_token` */
export async function renameMyFactor(ctx: Context, id: string, name: string): Promise<FactorView> {
  const { userId, sessionId } = requireActor(ctx);
  const own = withLiveSession(ctx, userId, sessionId);
  const user = await compareAndSet(
    usersOf(ctx),
    { ...own, [`factors.${id}`]: { $exists: true } },
    { $set: { [`factors.${id}.name`]: name } },
    { projection: withFactors },
  );
  const factor = user?.factors?.[id];
  if (factor) return toFactor(id, factor);
  await readAccount(ctx);
  throw new RollcallError("not_found");
}

/**
 * With the last one, the recovery codes go, every other session ends, and this one counts as one of a single factor. One read and one
 * conditional write.
 * @throws RollcallError `not_found`, `conflict` for the last one where the account has to have one, `limit_reached` for as long as too much
 *   of the account is under way, `invalid_token`
 */
export async function removeMyFactor(ctx: Context, id: string): Promise<void> {
  const seen = await readAccount(ctx);
  const factor = seen.factors?.[id];
  if (!factor) throw new RollcallError("not_found");
  const isLast = Object.keys(seen.factors ?? {}).length === 1;
  if (isLast && mustHaveFactor(ctx.settings, seen))
    throw new RollcallError("conflict", {
      detail: "This account has to have a second factor. Set another one up first.",
    });
  const session = isLast ? weakSession(ctx, seen) : null;
  // Whether the last one may go depends on the roles.
  const asRead = { ...session?.expected, ...(isLast && { roles: seen.roles }) };
  const change = mergeUpdates(withoutFactors(seen, id), { $set: { updatedAt: ctx.clock.now() } }, session?.update);
  if (await changeAsRead(ctx, seen, { change, asRead, causes: told(ctx, seen, id, factor) })) return;
  await removeMyFactor(ctx, id);
}

/** Where nothing is left that could be a second factor, no session goes on as one of two. */
function weakSession(ctx: Context, seen: UserDocument): { expected: Filter; update: Update } | null {
  const { sessionId } = requireActor(ctx);
  const entry = sessionIn(seen, sessionId);
  if (!entry) return null;
  const { acr: _, ...weaker } = entry;
  const amr = weaker.amr.filter((method) => method !== "mfa");
  return { expected: asItWas(seen, sessionId), update: { $set: onlySession(sessionId, { ...weaker, amr }) } };
}

function told(
  { clock }: Context,
  { email: to, name }: UserDocument,
  factorId: string,
  { type: kind }: Factor,
): Cause[] {
  return [
    { type: "factor.removed", data: { factorId, kind } },
    { template: "factor-removed", to, data: { name, kind, at: clock.now().toISOString() } },
  ];
}

/**
 * Ten new ones, shown this one time; those before are void. One read and one conditional write.
 * @throws RollcallError `conflict` where there is no factor that they could stand in for, `limit_reached` for as long as too much of the
 *   account is under way, `invalid_token`
 */
export async function replaceRecoveryCodes(ctx: Context): Promise<{ recoveryCodes: string[] }> {
  const seen = await readAccount(ctx);
  const { _id, email: to, name } = seen;
  if (!seen.hasFactors)
    throw new RollcallError("conflict", { detail: "There is no second factor that they could stand in for." });
  const { codes, stored } = newRecoveryCodes(ctx, _id);
  const sealed = sealing(ctx, seen);
  const at = ctx.clock.now().toISOString();
  const mail: NewMail = { template: "recovery-codes-made", to, data: { name, at } };
  const change = mergeUpdates({ $set: { recoveryCodes: stored, updatedAt: ctx.clock.now() } }, sealed.update);
  const causes: Cause[] = [{ type: "recovery_codes.made" }, mail];
  const isDone = await changeAsRead(ctx, seen, { change, asRead: sealed.expected, causes });
  return isDone ? { recoveryCodes: codes } : replaceRecoveryCodes(ctx);
}

type Cause = NewEvent | NewMail;

interface Change {
  change: Update;
  /** What it depends on beside the factors and the address. */
  asRead: Filter | undefined;
  causes: Cause[];
}

/** Takes no proof of a factor, but what it does takes a session of two: a removal that waits is stopped. @returns whether the account was as it was read */
async function changeAsRead(ctx: Context, seen: UserDocument, { change, asRead, causes }: Change): Promise<boolean> {
  const { userId, sessionId } = requireActor(ctx);
  const { email, credentialVersion } = seen;
  const expected = { ...asRead, ...withLiveSession(ctx, userId, sessionId), email, credentialVersion };
  const write = (stopping: Stopping) =>
    compareAndSet(
      usersOf(ctx),
      { ...expected, ...stopping.expected },
      mergeUpdates(change, stopping.change, queue(ctx, seen, ...causes, ...stopping.causes)),
      { projection: { _id: 1 } },
    );
  return (await whileStopping(ctx, seen, write)) !== null;
}
