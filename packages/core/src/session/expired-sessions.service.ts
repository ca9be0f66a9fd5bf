import type { Context } from "../context.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { type UserDocument, users } from "../user/index.ts";
import { dropExpiredSessions, sessionsOnly } from "./session.store.ts";

/** Accounts that are read together. */
const batchSize = 50;

export interface RemovalReport {
  /** Sessions that were removed. */
  sessions: number;
  /** Whether nothing that had expired was left, as far as this run could see. */
  isComplete: boolean;
}

/**
 * Removes the sessions that have reached their absolute end from accounts that nobody signs in to any more, so that
 * the addresses and browsers they were used from are not kept. Safe to run any number of times at once: each write names
 * the state it read.
 * @param mayGoOn asked before each batch of accounts.
 */
export async function removeExpiredSessions(
  { database, clock }: Pick<Context, "database" | "clock">,
  mayGoOn: () => boolean = () => true,
): Promise<RemovalReport> {
  const collection = database.collection(users);
  const now = clock.now();
  let sessions = 0;
  while (mayGoOn()) {
    const due = await collection.find(
      // The lower bound is for NeDB, to which null is less than any date.
      { earliestSessionEnd: { $gt: new Date(0), $lte: now } },
      { projection: sessionsOnly, sort: { earliestSessionEnd: 1 }, limit: batchSize },
    );
    let changed = 0;
    // One after the other: a schedule has time, and its pool few connections.
    for (const user of due) {
      const count = await removeFrom(user);
      if (count === null) continue;
      changed++;
      sessions += count;
    }
    if (due.length < batchSize) return { sessions, isComplete: true };
    // Another run is working on the same accounts.
    if (changed === 0) break;
  }
  return { sessions, isComplete: false };

  /** @returns null when a sign-in, or another run, has changed the account since it was read. */
  async function removeFrom(user: UserDocument): Promise<number | null> {
    const { update, count } = dropExpiredSessions(user, now);
    const { _id, earliestSessionEnd, lastLoginAt } = user;
    const changed = await compareAndSet(collection, { _id, earliestSessionEnd, lastLoginAt }, update);
    return changed ? count : null;
  }
}
