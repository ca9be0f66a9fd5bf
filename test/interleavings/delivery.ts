import { isDeepStrictEqual } from "node:util";
import { type Database, users } from "@rollcall/core";
import { type EventDocument, events } from "../../packages/core/src/audit/index.ts";
import { entryOf, type Purpose } from "../../packages/core/src/one-time/index.ts";
import type { UserDocument } from "../../packages/core/src/user/index.ts";
import type { Outcome, Queued } from "./outcome.ts";

const all = { sort: { _id: 1 }, limit: 1_000 } as const;

/**
 * What is wrong with what relays have told, once there is nothing left to tell: an event of everything that was queued and of nothing
 * else, in one order without a gap; and a mail, unless what it was for is gone.
 */
export async function toldProperly(
  database: Database,
  { queued, mailbox, trail: before, world }: Outcome,
): Promise<string[]> {
  const accounts = await database.collection(users).find({}, all);
  const trail = await database.collection(events).find({}, { sort: { sequence: 1 }, limit: 1_000 });
  const entries = new Map(queued.map((entry) => [entry.id, entry]));
  const known = new Set([...entries.keys(), ...(world.snapshot.events ?? []).map(({ _id }) => _id)]);
  const written = new Set(trail.map(({ _id }) => _id));
  const sent = new Set(mailbox.map(({ id }) => id));
  return [
    ...accounts
      .filter(({ outbox }) => Object.keys(outbox ?? {}).length > 0)
      .map(({ email }) => `something of ${email} is never told`),
    ...trail.filter(({ sequence }, index) => sequence !== index + 1).map(({ type }) => `there is a gap before ${type}`),
    ...trail.filter(({ _id }) => !known.has(_id)).map(({ type }) => `${type} has no cause`),
    ...before.filter((event) => !isDeepStrictEqual(trail[event.sequence - 1], event)).map(changed),
    ...[...entries.values()].flatMap((entry) =>
      isTold(entry, written, sent, accounts) ? [] : [`${nameOf(entry)} is lost`],
    ),
    ...mailbox.filter(({ id }) => !entries.has(id)).map(({ subject }) => `a mail has no cause: ${subject}`),
  ];
}

const changed = ({ type }: EventDocument) => `${type} is not what it was when it was read`;

const nameOf = (entry: Queued) => (entry.kind === "mail" ? `the mail ${entry.template}` : entry.type);

function isTold(entry: Queued, written: Set<string>, sent: Set<string>, accounts: UserDocument[]): boolean {
  if (entry.kind === "event") return written.has(entry.id);
  if (sent.has(entry.id)) return true;
  const account = accounts.find(({ _id }) => _id === entry.userId);
  if (!account || account.deletedAt) return entry.template !== "account-deleted";
  if (!entry.oneTime) return false;
  const { purpose, id } = entry.oneTime;
  const value = entryOf(account, { purpose: purpose as Purpose, id });
  return value === undefined || value.usedAt !== undefined;
}
