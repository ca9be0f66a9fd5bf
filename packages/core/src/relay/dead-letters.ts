import type { Context } from "../context.ts";
import type { Collection } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type OutboxEntry, outboxSlice } from "../outbox/index.ts";
import { only, type UserDocument, users } from "../user/index.ts";

/** An entry that the relay has given up. */
export interface DeadLetter {
  id: string;
  userId: string;
  /** The mail's template, or the event's type. */
  what: string;
  to: string | null;
  queuedAt: Date;
  tries: number;
}

/** Accounts that are looked at. */
const most = 1_000;

/** What was given up, the oldest account first; for commands only. @throws RollcallError `forbidden` */
export async function deadLetters(ctx: Context): Promise<DeadLetter[]> {
  return (await accountsWithDead(ctx)).flatMap((account) =>
    deadOf(account).map(([id, entry]) => ({
      id,
      userId: account._id,
      what: entry.kind === "mail" ? entry.template : entry.type,
      to: entry.kind === "mail" ? entry.to : null,
      queuedAt: entry.queuedAt,
      tries: entry.tries,
    })),
  );
}

/**
 * Has what was given up tried again, from the start: all of it, or one entry; for commands only.
 * @returns how many entries
 * @throws RollcallError `forbidden`
 */
export async function retryDeadLetters(ctx: Context, id?: string): Promise<number> {
  let count = 0;
  for (const account of await accountsWithDead(ctx)) {
    const dead = deadOf(account).filter(([entryId]) => id === undefined || entryId === id);
    if (dead.length === 0) continue;
    const due = ctx.clock.now();
    const left = deadOf(account).length > dead.length ? account.outboxDead : null;
    const entries = dead.map(([entryId]) => ({
      $set: { [`outbox.${entryId}.due`]: due, [`outbox.${entryId}.tries`]: 0 },
      $unset: { [`outbox.${entryId}.dead`]: true as const },
    }));
    const change = mergeUpdates(...entries, { $set: { outboxDue: due, outboxDead: left } });
    // Another relay or command may have been there first.
    const expected = Object.fromEntries(dead.map(([entryId]) => [`outbox.${entryId}.dead`, true]));
    if (await everyAccount(ctx).updateOne({ _id: account._id, ...expected }, change)) count += dead.length;
  }
  return count;
}

function accountsWithDead(ctx: Context): Promise<UserDocument[]> {
  if (ctx.actor !== "system") throw new RollcallError("forbidden");
  // The lower bound is for NeDB, to which null is less than any date.
  const filter = { outboxDead: { $gt: new Date(0) } };
  return everyAccount(ctx).find(filter, { projection: only(outboxSlice), sort: { outboxDead: 1 }, limit: most });
}

/** Also those that are deleted: their last mail may have been given up. */
function everyAccount({ database }: Context): Collection<UserDocument> {
  return database.collection(users);
}

function deadOf({ outbox = {} }: UserDocument): [string, OutboxEntry][] {
  return Object.entries(outbox).filter(([, { dead }]) => dead);
}
