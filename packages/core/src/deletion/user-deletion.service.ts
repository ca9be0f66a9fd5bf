import { actOn, authorOf } from "../administration/index.ts";
import type { Context } from "../context.ts";
import { usersOf } from "../user/index.ts";
import { farewell, toTombstone } from "./tombstone.ts";

/**
 * Deletes somebody else's account and with it its sessions, at once: whoever wants to be able to undo it disables the account. It is also
 * how the time is cut short of one whose owner has deleted it, and who was told.
 * @throws RollcallError `not_found`, `conflict`
 */
export async function deleteUser(ctx: Context, id: string): Promise<void> {
  await actOn(ctx, id, {
    locksOut: true,
    async write(expected, seen, actor) {
      const mails = seen.deletesAt ? [] : farewell(ctx, seen);
      const change = toTombstone(ctx, seen, { type: "user.deleted", ...authorOf(actor) }, ...mails);
      return (await usersOf(ctx).updateOne({ ...expected, email: seen.email }, change)) || null;
    },
  });
}
