import { dropExpiredSessions, sessionsOnly } from "../session/index.ts";
import { type UserDocument, users } from "../user/index.ts";
import { batchSize, before, inBatches, type Keeper } from "./in-batches.ts";

/**
 * Removes the sessions that have reached their absolute end from accounts that nobody signs in to any more, so that the addresses and
 * browsers they were used from are not kept.
 */
export function removeExpiredSessions({ database, clock }: Pick<Keeper, "database" | "clock">) {
  const accounts = database.collection(users);
  const now = clock.now();
  return inBatches<UserDocument>(accounts, {
    next: () =>
      accounts.find(
        { earliestSessionEnd: before(now) },
        { projection: sessionsOnly, sort: { earliestSessionEnd: 1 }, limit: batchSize },
      ),
    removal(seen) {
      const { update, count } = dropExpiredSessions(seen, now);
      const { _id, earliestSessionEnd, lastLoginAt } = seen;
      // A sign-in may have begun another one meanwhile.
      return { write: { updateOne: { filter: { _id, earliestSessionEnd, lastLoginAt }, update } }, count };
    },
  });
}
