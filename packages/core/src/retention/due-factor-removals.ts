import { removalAsSeen, toRemoved } from "../factor-removal/index.ts";
import { type UserDocument, users, withoutMuch } from "../user/index.ts";
import { batchSize, before, inBatches, type Keeper } from "./in-batches.ts";

/** Removes the factors of which an administrator has asked it, and that nobody has stopped in time. */
export function carryOutFactorRemovals(ctx: Keeper) {
  const accounts = ctx.database.collection(users);
  return inBatches<UserDocument>(accounts, {
    next: () =>
      accounts.find(
        { "factorRemoval.due": before(ctx.clock.now()) },
        { projection: withoutMuch, sort: { "factorRemoval.due": 1 }, limit: batchSize },
      ),
    removal(seen) {
      const { _id, email, factorRemoval } = seen;
      if (!factorRemoval) return null;
      const { by: id, reason } = factorRemoval;
      const removal = { actor: { type: "admin", id }, data: { by: "administrator", reason } } as const;
      const filter = { _id, email, ...removalAsSeen(seen) };
      return { write: { updateOne: { filter, update: toRemoved(ctx, seen, removal) } }, count: 1 };
    },
  });
}
