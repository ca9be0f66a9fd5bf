import { isDeepStrictEqual } from "node:util";
import type { Filter, FindOptions, Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { deletionSlice } from "../deletion/index.ts";
import { guessingSlice } from "../guessing/index.ts";
import { addSeconds } from "../kernel/clock.ts";
import { entriesOf, type OneTimeEntry, oneTimeSlice, pathOf, purposes } from "../one-time/index.ts";
import { knownBy, only, searchSlice, type UserDocument, users } from "../user/index.ts";
import { type Batches, batchSize, before, inBatches, type Keeper } from "./in-batches.ts";
import { retentionSlice } from "./retention.slice.ts";

/** Seconds between two looks at an account: so long may something be kept beyond its time. */
const interval = 7 * 86_400;

const withOldThings = {
  ...only(searchSlice, oneTimeSlice, guessingSlice, deletionSlice, retentionSlice),
  metChallenges: 1,
} as const;

/**
 * Looks through every account once a week, removes what is of no use any more (single-use values and challenges that have expired, and places
 * that its owner was not seen at for long), and mends what searches find it by, where another version has written that. An account that lacks
 * that is looked through at once.
 */
export async function* sweepAccounts(ctx: Keeper): Batches {
  const due = [
    { filter: { searchKeys: { $exists: false } }, sort: { _id: -1 } },
    { filter: { sweepDue: { $exists: false } }, sort: { sweepDue: 1 } },
    { filter: { sweepDue: before(ctx.clock.now()) }, sort: { sweepDue: 1 } },
  ] as const;
  let isComplete = true;
  for (const { filter, sort } of due) isComplete = (yield* sweep(ctx, filter, sort)) && isComplete;
  return isComplete;
}

/** Also what deleted ones have left, in which there is nothing to do: to read past them each time would be more work. */
function sweep({ database, ...ctx }: Keeper, due: Filter, sort: FindOptions["sort"]): Batches {
  const accounts = database.collection(users);
  return inBatches<UserDocument>(accounts, {
    next: () => accounts.find(due, { projection: withOldThings, sort, limit: batchSize }),
    removal(account) {
      const gone = oldThings(ctx, account);
      const keys = mendedKeys(account);
      const expected = Object.assign({}, ...gone.map(({ asSeen }) => asSeen), keys?.expected);
      const filter = { ...expected, _id: account._id, sweepDue: account.sweepDue ?? { $exists: false } };
      const update = mergeUpdates(
        { $set: { sweepDue: addSeconds(ctx.clock.now(), interval) } },
        gone.length > 0 && { $unset: Object.fromEntries(gone.map(({ path }) => [path, true])) },
        keys?.update,
      );
      return { write: { updateOne: { filter, update } }, count: gone.length };
    },
  });
}

/** Null where they are as they should be; what is left of a deleted account has none. */
function mendedKeys(account: UserDocument): { expected: Filter; update: Update } | null {
  const { email, name, searchKeys } = account;
  const known = account.deletedAt ? { email, searchKeys: [] } : knownBy({ email, name });
  const isMarked = olderKeys.some((field) => field in account);
  if (!isMarked && isDeepStrictEqual(known.searchKeys, searchKeys)) return null;
  const { searchKeys: keys, ...expected } = known;
  return {
    expected,
    update: { $set: { searchKeys: keys }, $unset: Object.fromEntries(olderKeys.map((field) => [field, true])) },
  };
}

const olderKeys = searchSlice.fields.filter((field) => field !== "searchKeys");

interface OldThing {
  path: string;
  /** What it is now, so that nothing new is removed in its place. */
  asSeen: Filter;
}

function oldThings({ clock, settings }: Omit<Keeper, "database">, account: UserDocument): OldThing[] {
  const now = clock.now();
  const seenBefore = addSeconds(now, -settings.retention.places);
  return [...expiredValues(account, now), ...expiredChallenges(account, now), ...oldPlaces(account, seenBefore)];
}

function expiredValues(account: UserDocument, now: Date): OldThing[] {
  return purposes.flatMap((purpose) =>
    entriesOf(account, purpose)
      .filter(({ expiresAt }) => expiresAt <= now)
      .map((value) => expired(purpose, value)),
  );
}

function expired(purpose: (typeof purposes)[number], { id }: OneTimeEntry): OldThing {
  const path = pathOf({ purpose, id });
  return { path, asSeen: { [`${path}.id`]: id } };
}

/** Those that were met are not kept longer than they could be met again. */
function expiredChallenges({ metChallenges = {} }: UserDocument, now: Date): OldThing[] {
  return Object.entries(metChallenges)
    .filter(([, expiresAt]) => expiresAt <= now)
    .map(([id, expiresAt]) => ({ path: `metChallenges.${id}`, asSeen: { [`metChallenges.${id}`]: expiresAt } }));
}

function oldPlaces({ places = {} }: UserDocument, seenBefore: Date): OldThing[] {
  return Object.entries(places).flatMap(([network, browsers]) => {
    const old = Object.entries(browsers).filter(([, at]) => at <= seenBefore);
    const asSeen = ([browser, at]: [string, Date]) => ({ [`places.${network}.${browser}`]: at });
    // A network goes with the last browser in it.
    if (old.length === Object.keys(browsers).length) {
      return [{ path: `places.${network}`, asSeen: Object.assign({}, ...old.map(asSeen)) }];
    }
    return old.map((entry) => ({ path: `places.${network}.${entry[0]}`, asSeen: asSeen(entry) }));
  });
}
