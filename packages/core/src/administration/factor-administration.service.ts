import type { Actor, Context } from "../context.ts";
import type { Projection, Update } from "../database/collection.ts";
import { type FactorList, type FactorRemoval, factorSlice, toFactors } from "../factor/index.ts";
import { type FactorRemovalRequest, removalAsSeen, toPendingRemoval, toRemoved } from "../factor-removal/index.ts";
import { addSeconds } from "../kernel/clock.ts";
import { RollcallError } from "../kernel/errors.ts";
import { oneTimeSlice } from "../one-time/index.ts";
import { only, type UserDocument, usersOf } from "../user/index.ts";
import { actOn } from "./act.ts";
import { authorOf, requireAdminRole, requireOther } from "./administrator.ts";

const withFactors = only(factorSlice);
const forRemoval: Projection = { ...only(factorSlice, oneTimeSlice), credentialVersion: 1 };

/** The factors of somebody else's account, the oldest first. One read. @throws RollcallError `not_found` */
export async function listFactorsOf(ctx: Context, id: string): Promise<FactorList> {
  requireAdminRole(ctx);
  const user = await usersOf(ctx).findOne({ _id: id }, { projection: withFactors });
  if (!user) throw new RollcallError("not_found");
  return toFactors(user);
}

/**
 * Removes all factors of an account whose owner has lost them, or begins the time in which the owner can stop that. A command is carried
 * out at once. Where there are none, or the time runs already, nothing changes, and nobody is told anew.
 * @returns until when the owner can stop it; null where nothing is left to be removed
 * @throws RollcallError `not_found`; `conflict` for the administrator's own account
 */
export async function removeFactorsOf(
  ctx: Context,
  id: string,
  { reason }: FactorRemovalRequest,
): Promise<{ removesAt: string } | null> {
  const { due } = await actOn(ctx, id, {
    locksOut: false,
    reading: forRemoval,
    async write(expected, seen, actor) {
      requireOther(
        actor,
        id,
        "Administrators remove their own factors by DELETE /me/factors/{id}, which takes a proof.",
      );
      if (!seen.hasFactors) return { due: null };
      const { factorRemoval: pending, email, credentialVersion } = seen;
      const removal = laterRemoval(ctx, actor, reason);
      if (removal && pending) return { due: pending.due };
      const change = removal ? toPendingRemoval(ctx, seen, removal, authorOf(actor)) : atOnce(ctx, seen, actor, reason);
      const asRead = { ...expected, ...removalAsSeen(seen), email, credentialVersion };
      return (await usersOf(ctx).updateOne(asRead, change)) ? { due: removal?.due ?? null } : null;
    },
  });
  return due && { removesAt: due.toISOString() };
}

/** Null where it is done at once. */
function laterRemoval({ clock, settings }: Context, actor: Actor | "system", reason: string): FactorRemoval | null {
  if (actor === "system" || settings.factorRemovalDelay === 0) return null;
  return { due: addSeconds(clock.now(), settings.factorRemovalDelay), by: actor.userId, reason };
}

function atOnce(ctx: Context, seen: UserDocument, actor: Actor | "system", reason: string): Update {
  const by = actor === "system" ? "command" : "administrator";
  return toRemoved(ctx, seen, { ...authorOf(actor), data: { by, reason } });
}
