import { actOn, authorOf } from "../administration/index.ts";
import type { Context } from "../context.ts";
import { usersOf } from "../user/index.ts";
import { farewell, toTombstone } from "./tombstone.ts";

/** Deletes somebody else's account and with it its sessions. @throws RollcallError `not_found`, `conflict` */
export async function deleteUser(ctx: Context, id: string): Promise<void> {
  await actOn(ctx, id, {
    locksOut: true,
    async write(expected, seen, actor) {
      const change = toTombstone(ctx, seen, { type: "user.deleted", ...authorOf(actor) }, ...farewell(ctx, seen));
      return (await usersOf(ctx).updateOne({ ...expected, email: seen.email }, change)) || null;
    },
  });
}
