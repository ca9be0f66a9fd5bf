import type { Actor, Context } from "../context.ts";
import type { Filter, Projection } from "../database/collection.ts";
import { RollcallError } from "../kernel/errors.ts";
import { forDelivery, type UserDocument, usersOf } from "../user/index.ts";
import { confirmAdministrator, requireOther } from "./administrator.ts";
import { isInOffice, removeFromOffice } from "./last-administrator.ts";

/** Each attempt but the first means that somebody else has changed roles or status at the same moment. */
const maxAttempts = 10;

export interface Act<R> {
  /** Whether nobody can be an administrator in that account after it: not done to one's own, nor to the last one. */
  locksOut: boolean;
  /** What is read of the account: by default what is told of it is written with. */
  reading?: Projection;
  /**
   * The conditional write, from the account as it was read, without its sessions; null when it is not as expected any more. It unsets
   * `removal` where it locks out. Roles and status that were read are part of what it expects, so what is told of them is true.
   */
  write(expected: Filter, seen: UserDocument, actor: Actor | "system"): Promise<R | null>;
}

/**
 * Does something to somebody else's account: one read beside that of the administrator, and one write; some more where it takes
 * away an administrator.
 * @throws RollcallError `not_found`; `conflict` when administrators would lock themselves, or everybody, out
 */
export async function actOn<R>(
  ctx: Context,
  id: string,
  { locksOut, reading = forDelivery, write }: Act<R>,
): Promise<R> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const account = usersOf(ctx).findOne({ _id: id }, { projection: reading });
    const [actor, seen] = await Promise.all([confirmAdministrator(ctx), account]);
    if (locksOut) requireOther(actor, id);
    if (!seen) throw new RollcallError("not_found");
    const { roles, status } = seen;
    const done = await (locksOut && isInOffice(seen)
      ? removeFromOffice(ctx, id, async (marked) => {
          await confirmAdministrator(ctx);
          return write({ ...marked, roles, status }, seen, actor);
        })
      : write({ _id: id, roles, status }, seen, actor));
    if (done) return done;
  }
  throw new RollcallError("unavailable", { retryAfter: 1 });
}
