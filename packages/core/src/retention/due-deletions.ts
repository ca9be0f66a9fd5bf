import { type Mortal, toTombstone } from "../deletion/index.ts";
import { type UserDocument, users, withoutMuch } from "../user/index.ts";
import { batchSize, before, inBatches, type Keeper, type MayGoOn } from "./in-batches.ts";

/** Deletes the accounts whose owners wanted it, and have let the time go by in which they could have undone it. */
export function carryOutDeletions(ctx: Keeper, mayGoOn: MayGoOn) {
  return deleteAll(ctx, mayGoOn, "deletesAt");
}

/** Deletes the accounts whose owner has never proved the address. Who registers again meanwhile keeps what waits. */
export function removeEndedRegistrations(ctx: Keeper, mayGoOn: MayGoOn) {
  return deleteAll(ctx, mayGoOn, "registrationEnds");
}

function deleteAll(ctx: Keeper, mayGoOn: MayGoOn, field: "deletesAt" | "registrationEnds") {
  const accounts = ctx.database.collection(users);
  return inBatches<UserDocument>(mayGoOn, {
    next: () =>
      accounts.find(
        { [field]: before(ctx.clock.now()) },
        { projection: withoutMuch, sort: { [field]: 1 }, limit: batchSize },
      ),
    async remove(seen) {
      const expected = { _id: seen._id, email: seen.email, [field]: seen[field] };
      return (await accounts.updateOne(expected, deletionOf(ctx, seen))) ? 1 : null;
    },
  });
}

const deletionOf = (ctx: Keeper, seen: Mortal) => toTombstone(ctx, seen, { type: "user.deleted" });
