import type { Context } from "../context.ts";
import type { Filter } from "../database/collection.ts";
import { decodeCursor, encodeCursor } from "../kernel/cursor.ts";
import { invalid } from "../kernel/errors.ts";
import { decodeId, encodeId } from "../kernel/ids.ts";
import {
  searchFor,
  toUser,
  type UserDocument,
  type UserPage,
  type UserQuery,
  users,
  withDeletion,
} from "../user/index.ts";

/** Bytes of an id, which is where a page ends. */
const idLength = 16;

/** Entries of an index that a page looks through at most, where it filters what it finds there. */
const reach = 500;

type UserFilter = Omit<UserQuery, "limit" | "cursor">;

/**
 * One page of accounts, the newest first. It is one read that goes along one index from where the page before ended, and what else is
 * asked for is looked for in what comes: the database never looks at more than the page may.
 * @throws RollcallError `validation_failed` for a cursor of another search.
 */
export async function pageOfUsers(ctx: Context, { limit, cursor, ...filter }: UserQuery): Promise<UserPage> {
  const position = cursor === undefined ? undefined : decodeCursor(ctx.secrets, cursor, filter, idLength);
  if (position === null) throw invalid(["cursor"], "Must be the nextCursor of a page with the same filters");
  const { along, isAll, finds } = walkFor(filter);
  const most = isAll ? limit + 1 : reach;
  const looked = await ctx.database
    .collection(users)
    .find(
      { ...along, ...(position && { _id: { $lt: encodeId("user", position) } }) },
      { sort: { _id: -1 }, limit: most, projection: withDeletion },
    );
  const found = looked.filter((account) => !account.deletedAt && finds(account));
  const page = found.slice(0, limit);
  // Where the page is not full, whoever was looked at last; there may be more behind, as long as the read has not come to an end.
  const last = found.length > limit ? page.at(-1) : looked[most - 1];
  return {
    items: page.map(toUser),
    nextCursor: last ? encodeCursor(ctx.secrets, decodeId(last._id), filter) : null,
  };
}

interface Walk {
  /** What the index is asked for. */
  along: Filter;
  /** Whether whoever is met there is asked for, unless deleted. */
  isAll: boolean;
  finds(account: UserDocument): boolean;
}

/** Along the index that is likely to lead past the fewest: of administrators there are few, of disabled accounts not many. */
function walkFor({ q, status, role }: UserFilter): Walk {
  const search = q ? searchFor(q) : null;
  const isKey = search?.isWhole ?? true;
  const finds = (account: UserDocument) =>
    (!status || account.status === status) &&
    (!role || account.roles.includes(role)) &&
    (search?.finds(account) ?? true);
  if (role) return { along: { roles: role }, isAll: !status && !search, finds };
  if (search) return { along: { searchKeys: search.key }, isAll: !status && isKey, finds };
  return { along: status ? { status } : {}, isAll: true, finds };
}
