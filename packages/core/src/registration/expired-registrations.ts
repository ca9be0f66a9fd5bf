import type { Context } from "../context.ts";
import { profileOnly, users } from "../user/index.ts";

/** Accounts that are read together. */
const batchSize = 50;

/**
 * Removes accounts whose owner has never proved the address. Safe to run any number of times at once: who registers again meanwhile
 * keeps what waits.
 * @param mayGoOn asked before each batch
 * @returns how many there were, and whether nothing that had expired was left, as far as this run could see
 */
export async function removeExpiredRegistrations(
  { database, clock }: Pick<Context, "database" | "clock">,
  mayGoOn: () => boolean = () => true,
): Promise<{ registrations: number; isComplete: boolean }> {
  const collection = database.collection(users);
  const now = clock.now();
  let registrations = 0;
  while (mayGoOn()) {
    const due = await collection.find(
      { registrationEnds: { $gt: new Date(0), $lte: now } },
      { projection: profileOnly, sort: { registrationEnds: 1 }, limit: batchSize },
    );
    let removed = 0;
    for (const { _id } of due) {
      // What it has queued is told first.
      const expired = { _id, registrationEnds: { $lte: now }, emailVerified: false, outboxDue: null };
      if (await collection.deleteOne(expired)) removed++;
    }
    registrations += removed;
    if (due.length < batchSize) return { registrations, isComplete: true };
    // Another run is working on the same accounts.
    if (removed === 0) break;
  }
  return { registrations, isComplete: false };
}
