import { type Context, requireActor } from "../context.ts";
import { readAccount } from "../credentials/index.ts";
import type { Update } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import { withoutFactors } from "../enrollment/index.ts";
import { type Factor, type FactorList, type FactorView, factorSlice, toFactor, toFactors } from "../factor/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { queue } from "../outbox/index.ts";
import { newRecoveryCodes } from "../recovery-code/index.ts";
import { withLiveSession } from "../session/index.ts";
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

/** With the last one, the recovery codes go. One read and one conditional write. @throws RollcallError `not_found`, `invalid_token` */
export async function removeMyFactor(ctx: Context, id: string): Promise<void> {
  const seen = await readAccount(ctx);
  const factor = seen.factors?.[id];
  if (!factor) throw new RollcallError("not_found");
  const change = mergeUpdates(
    withoutFactors(seen, id),
    { $set: { updatedAt: ctx.clock.now() } },
    told(ctx, seen, id, factor),
  );
  if (await changeAsRead(ctx, seen, change)) return;
  await removeMyFactor(ctx, id);
}

function told(
  ctx: Context,
  { email: to, name, ...seen }: UserDocument,
  factorId: string,
  { type: kind }: Factor,
): Update {
  const at = ctx.clock.now().toISOString();
  return queue(
    ctx,
    seen,
    { type: "factor.removed", data: { factorId, kind } },
    { template: "factor-removed", to, data: { name, kind, at } },
  );
}

/**
 * Ten new ones, shown this one time; those before are void. One read and one conditional write.
 * @throws RollcallError `conflict` where there is no factor that they could stand in for, `invalid_token`
 */
export async function replaceRecoveryCodes(ctx: Context): Promise<{ recoveryCodes: string[] }> {
  const seen = await readAccount(ctx);
  const { _id, email: to, name } = seen;
  if (!seen.hasFactors)
    throw new RollcallError("conflict", { detail: "There is no second factor that they could stand in for." });
  const { codes, stored } = newRecoveryCodes(ctx, _id);
  const at = ctx.clock.now().toISOString();
  const change = mergeUpdates(
    { $set: { recoveryCodes: stored, updatedAt: ctx.clock.now() } },
    queue(ctx, seen, { type: "recovery_codes.made" }, { template: "recovery-codes-made", to, data: { name, at } }),
  );
  return (await changeAsRead(ctx, seen, change)) ? { recoveryCodes: codes } : replaceRecoveryCodes(ctx);
}

/** @returns whether the account was as it was read: its factors and its address */
async function changeAsRead(
  ctx: Context,
  { email, credentialVersion }: UserDocument,
  change: Update,
): Promise<boolean> {
  const { userId, sessionId } = requireActor(ctx);
  const expected = { ...withLiveSession(ctx, userId, sessionId), email, credentialVersion };
  return (await compareAndSet(usersOf(ctx), expected, change, { projection: { _id: 1 } })) !== null;
}
