import type { Filter } from "../database/collection.ts";
import { guessingSlice } from "../guessing/index.ts";
import { addSeconds } from "../kernel/clock.ts";
import { entriesOf, type OneTimeEntry, oneTimeSlice, pathOf, purposes } from "../one-time/index.ts";
import { only, type UserDocument, usersOf } from "../user/index.ts";
import { batchSize, before, inBatches, type Keeper, type MayGoOn } from "./in-batches.ts";
import { retentionSlice } from "./retention.slice.ts";

/** Seconds between two looks at an account: so long may something be kept beyond its time. */
const interval = 7 * 86_400;

const withOldThings = only(oneTimeSlice, guessingSlice, retentionSlice);

/**
 * Looks through every account once a week, and removes what is of no use any more: single-use values that have expired, and places
 * that its owner was not seen at for long.
 */
export async function sweepAccounts(ctx: Keeper, mayGoOn: MayGoOn) {
  const never = await sweep(ctx, { sweepDue: { $exists: false } }, mayGoOn);
  const again = await sweep(ctx, { sweepDue: before(ctx.clock.now()) }, mayGoOn);
  return { count: never.count + again.count, isComplete: never.isComplete && again.isComplete };
}

function sweep(ctx: Keeper, due: Filter, mayGoOn: MayGoOn) {
  const accounts = usersOf(ctx);
  return inBatches<UserDocument>(mayGoOn, {
    next: () => accounts.find(due, { projection: withOldThings, sort: { sweepDue: 1 }, limit: batchSize }),
    async remove(account) {
      const gone = oldThings(ctx, account);
      const expected = Object.assign({}, ...gone.map(({ asSeen }) => asSeen));
      const done = await accounts.updateOne(
        { ...expected, _id: account._id, sweepDue: account.sweepDue ?? { $exists: false } },
        {
          $set: { sweepDue: addSeconds(ctx.clock.now(), interval) },
          ...(gone.length > 0 && { $unset: Object.fromEntries(gone.map(({ path }) => [path, true])) }),
        },
      );
      return done ? gone.length : null;
    },
  });
}

interface OldThing {
  path: string;
  /** What it is now, so that nothing new is removed in its place. */
  asSeen: Filter;
}

function oldThings({ clock, settings }: Keeper, account: UserDocument): OldThing[] {
  const now = clock.now();
  const seenBefore = addSeconds(now, -settings.retention.places);
  return [...expiredValues(account, now), ...oldPlaces(account, seenBefore)];
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
