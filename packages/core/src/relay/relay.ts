import type { Dependencies } from "../context.ts";
import type { Collection, Update } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import { addSeconds } from "../kernel/clock.ts";
import { type Carriers, type OutboxEntry, Refused } from "../outbox/index.ts";
import { forDelivery, type UserDocument, users } from "../user/index.ts";
import { sideBySide } from "./side-by-side.ts";

export interface RelayReport {
  delivered: number;
  failed: number;
  /** Given up in this run. */
  dead: number;
  /** Whether nothing that was due is left, as far as this run could see. */
  isComplete: boolean;
}

/** Accounts that are read together. */
const batchSize = 100;

/** Accounts that are worked on at once; of those with a mail, as many as a mail server is sure to take at once. */
const width = { events: 16, mails: 2 };

/** Reads after which nothing was left for this relay, one after the other, until it leaves the work to others. */
const patience = 3;

/** Seconds in which whoever has taken entries delivers them, or has died. */
const lease = 60;

/** Seconds of a lease in which the next entry is begun: so much is left that the slowest carrier has given up before the end. */
const begun = 30;

/** Seconds until the next try, by the number of tries so far; then it is given up. Two days and a half in all. */
const pauses = [60, 300, 900, ...Array<number>(60).fill(3_600)];

/** Seconds: nothing that is queued or tried is due later than so. Twice as long, for clocks that differ. */
export const longestPause = 2 * Math.max(lease, ...pauses);

/**
 * Carries out what accounts have queued: each entry at least once, in the order of each account. Any number may run at once, in any
 * number of processes: who takes an entry moves its time on in a write that names the time before.
 * @param mayGoOn asked before each account, and before each of its entries.
 */
export async function relay(
  { database, clock }: Pick<Dependencies, "database" | "clock">,
  carriers: Carriers,
  mayGoOn: () => boolean = () => true,
): Promise<RelayReport> {
  const accounts = database.collection(users);
  const report: RelayReport = { delivered: 0, failed: 0, dead: 0, isComplete: false };
  let hasMet = false;
  let inVain = 0;
  while (mayGoOn() && inVain < patience) {
    const due = await accounts.find(
      // The lower bound is for NeDB, to which null is less than any date.
      { outboxDue: { $gt: new Date(0), $lte: clock.now() } },
      { projection: forDelivery, sort: { outboxDue: 1 }, limit: batchSize },
    );
    // Others that have read the same begin at its beginning; this one anywhere else.
    const first = hasMet ? clock.now().getTime() % Math.max(due.length, 1) : 0;
    const turned = [...due.slice(first), ...due.slice(0, first)];
    const outcomes = await carryOutEach({ accounts, clock, carriers, report, mayGoOn }, turned);
    if (outcomes.includes("stopped")) break;
    const wasAll = due.length < batchSize && outcomes.length === due.length;
    if (wasAll && !outcomes.includes("partly")) return { ...report, isComplete: true };
    hasMet = outcomes.includes("others");
    inVain = outcomes.every((outcome) => outcome === "others") ? inVain + 1 : 0;
  }
  return report;
}

interface Run extends Pick<Dependencies, "clock"> {
  accounts: Collection<UserDocument>;
  carriers: Carriers;
  report: RelayReport;
  mayGoOn: () => boolean;
}

/** What has come of an account: `others` are at work on it, there was no time, or only for a part. */
type Carried = "all" | "partly" | "others" | "stopped";

/** Several at once. Where others turn out to be at work on the same accounts, no more are begun: what is left has to be read anew. */
async function carryOutEach(run: Run, due: UserDocument[]): Promise<Carried[]> {
  const outcomes: Carried[] = [];
  const work = async (account: UserDocument) => {
    const outcome = run.mayGoOn() ? await carryOut(run, account) : "stopped";
    outcomes.push(outcome);
    return outcome === "all" || outcome === "partly";
  };
  const { mails = [], events = [] } = Object.groupBy(due, ({ outbox = {} }) =>
    Object.values(outbox).some(({ kind }) => kind === "mail") ? "mails" : "events",
  );
  await sideBySide(work, [mails, width.mails], [events, width.events]);
  return outcomes;
}

async function carryOut(run: Run, seen: UserDocument): Promise<Carried> {
  const { clock, mayGoOn } = run;
  const account = await take(run, seen);
  if (!account) return "others";
  const entries = dueEntries(seen, clock.now());
  const end = addSeconds(clock.now(), begun);
  const outcomes: Outcome[] = [];
  for (const [id, entry] of entries) {
    if (!mayGoOn() || clock.now() >= end) break;
    outcomes.push({ id, change: await deliver(run, account, id, entry) });
  }
  const left = entries.slice(outcomes.length);
  // What was not begun is due as it was.
  outcomes.push(...left.map(([id, { due }]) => ({ id, change: { $set: { [`outbox.${id}.due`]: due } } })));
  await settle(run, account, outcomes);
  return left.length > 0 ? "partly" : "all";
}

/** What has come of an entry. */
interface Outcome {
  id: string;
  change: Update;
}

/** One write, unless something was queued meanwhile, or the lease is over and another relay is at work. */
async function settle({ accounts, clock }: Run, account: UserDocument, outcomes: Outcome[]): Promise<void> {
  const { _id, outboxDue } = account;
  const change = mergeUpdates(...outcomes.map((outcome) => outcome.change));
  const left = entriesAfter(account, change);
  const dead = { outboxDead: left.some((entry) => entry.dead) ? (account.outboxDead ?? clock.now()) : null };
  const settled = mergeUpdates(change, { $set: { ...dead, outboxDue: earliestDue(left) } });
  if (await accounts.updateOne({ _id, outboxDue }, settled)) return;
  // What was queued has said itself when it is due. An entry that is gone, or in other hands, must not be written to.
  for (const { id, change } of outcomes) {
    const taken = change.$unset ? {} : { [`outbox.${id}.due`]: outboxDue };
    const isDead = change.$set?.[`outbox.${id}.dead`] === true;
    await accounts.updateOne({ _id, ...taken }, mergeUpdates(change, isDead && { $set: dead }));
  }
}

/** Takes what is due, for as long as a lease. */
async function take({ accounts, clock }: Run, { _id, outboxDue, outbox }: UserDocument): Promise<UserDocument | null> {
  const now = clock.now();
  const until = addSeconds(now, lease);
  const taken = dueEntries({ outbox }, now).map(([id]) => [`outbox.${id}.due`, until]);
  const change = { $set: { ...Object.fromEntries(taken), outboxDue: until } };
  return compareAndSet(accounts, { _id, outboxDue }, change, { projection: forDelivery });
}

function dueEntries({ outbox = {} }: Pick<UserDocument, "outbox">, now: Date): [string, OutboxEntry][] {
  return Object.entries(outbox)
    .filter(([, { due, dead }]) => !dead && due <= now)
    .sort(([a, { queuedAt }], [b, other]) => queuedAt.getTime() - other.queuedAt.getTime() || (a < b ? -1 : 1));
}

async function deliver(run: Run, account: UserDocument, id: string, entry: OutboxEntry): Promise<Update> {
  const { carriers, report, clock } = run;
  try {
    if (entry.kind === "event") await carriers.event(account, id, entry);
    else await carriers.mail?.(account, id, entry);
    report.delivered++;
    return { $unset: { [`outbox.${id}`]: true } };
  } catch (error) {
    const pause = error instanceof Refused ? undefined : pauses[entry.tries];
    report[pause === undefined ? "dead" : "failed"]++;
    return {
      $set: {
        [`outbox.${id}.tries`]: entry.tries + 1,
        ...(pause === undefined
          ? { [`outbox.${id}.dead`]: true }
          : { [`outbox.${id}.due`]: addSeconds(clock.now(), pause) }),
      },
    };
  }
}

/** The entries that stay, as the change leaves them. */
function entriesAfter({ outbox = {} }: UserDocument, { $set = {}, $unset = {} }: Update): OutboxEntry[] {
  return Object.entries(outbox).flatMap(([id, entry]) => {
    if ($unset[`outbox.${id}`]) return [];
    const due = ($set[`outbox.${id}.due`] ?? entry.due) as Date;
    const dead = $set[`outbox.${id}.dead`] ?? entry.dead;
    return [{ ...entry, due, ...(dead ? { dead: true as const } : {}) }];
  });
}

function earliestDue(entries: OutboxEntry[]): Date | null {
  const dues = entries.filter(({ dead }) => !dead).map(({ due }) => due.getTime());
  return dues.length > 0 ? new Date(Math.min(...dues)) : null;
}
