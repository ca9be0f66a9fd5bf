import { type Mortal, toTombstone } from "../deletion/index.ts";
import { type UserDocument, users, withoutMuch } from "../user/index.ts";
import { batchSize, before, inBatches, type Keeper } from "./in-batches.ts";

/** Deletes the accounts whose owners wanted it, and have let the time go by in which they could have undone it. */
export function carryOutDeletions(ctx: Keeper) {
  return deleteAll(ctx, "deletesAt");
}

/** Deletes the accounts whose owner has never proved the address. Who registers again meanwhile keeps what waits. */
export function removeEndedRegistrations(ctx: Keeper) {
  return deleteAll(ctx, "registrationEnds");
}

function deleteAll(ctx: Keeper, field: "deletesAt" | "registrationEnds") {
  const accounts = ctx.database.collection(users);
  return inBatches<UserDocument>(accounts, {
    next: () =>
      accounts.find(
        { [field]: before(ctx.clock.now()) },
        { projection: withoutMuch, sort: { [field]: 1 }, limit: batchSize },
      ),
    removal(seen) {
      const filter = { _id: seen._id, email: seen.email, [field]: seen[field] };
      return { write: { updateOne: { filter, update: deletionOf(ctx, seen) } }, count: 1 };
    },
  });
}

const deletionOf = (ctx: Keeper, seen: Mortal) => toTombstone(ctx, seen, { type: "user.deleted" });
