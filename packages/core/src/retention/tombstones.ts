import { deletionSlice } from "../deletion/index.ts";
import { addSeconds } from "../kernel/clock.ts";
import { outboxSlice } from "../outbox/index.ts";
import { only, type UserDocument, users } from "../user/index.ts";
import { batchSize, inBatches, type Keeper, type MayGoOn } from "./in-batches.ts";
import { pseudonymise } from "./pseudonyms.ts";

/**
 * Seconds after a deletion until its tombstone goes: longer than a relay tries. By then every event that the account has caused, in
 * other accounts, too, is told, and can be pseudonymised.
 */
const rest = 3 * 86_400;

const withDeletion = only(outboxSlice, deletionSlice);

/** Removes what deleted accounts have left, once all of it is told, and what their events say of who they were. */
export function removeTombstones(ctx: Keeper, mayGoOn: MayGoOn) {
  const accounts = ctx.database.collection(users);
  const isOver = ({ deletedAt = new Date(0), outbox = {} }: UserDocument) =>
    addSeconds(deletedAt, rest) <= ctx.clock.now() && Object.keys(outbox).length === 0;
  return inBatches<UserDocument>(mayGoOn, {
    next: (last) =>
      accounts.find(
        { status: "deleted", ...(last && { _id: { $lt: last._id } }) },
        { projection: withDeletion, sort: { _id: -1 }, limit: batchSize },
      ),
    async remove(tombstone) {
      if (!isOver(tombstone) || !(await pseudonymise(ctx, tombstone._id, mayGoOn))) return 0;
      return (await accounts.deleteOne({ _id: tombstone._id, status: "deleted" })) ? 1 : 0;
    },
  });
}
