import type { Context, Dependencies } from "../context.ts";
import type { Collection, CollectionDefinition, Document } from "../database/collection.ts";
import { addSeconds } from "../kernel/clock.ts";
import { prefixOf } from "../kernel/network.ts";
import {
  type AttemptLimits,
  compactAttempts,
  countAttempt,
  forgottenAfterSeconds,
  judge,
  uncountAttempt,
  windowAt,
  windowLength,
} from "./attempts.ts";
import { idOfMails, nobodyId, slotOf } from "./digests.ts";
import type { Attempts } from "./guessing.slice.ts";

/** Counts that belong to no account: by the network that requests come from, by an address that nobody has, or by a session. */
export interface ThrottleDocument extends Document, Attempts {
  /** All that came from a network. */
  total?: number;
  /** By the rest of the client's address. */
  hosts?: Record<string, number>;
  /** By 256 groups of accounts. */
  slots?: Record<string, number>;
  /** After this nobody looks at it any more. */
  expiresAt: Date;
}

export const throttles: CollectionDefinition<ThrottleDocument> = {
  name: "throttles",
  indexes: [{ keys: { expiresAt: 1 }, expireAfterSeconds: 0 }],
  isTransient: true,
};

const throttlesOf = ({ database }: Pick<Context, "database">): Collection<ThrottleDocument> =>
  database.collection(throttles);

/** Windows that a network's count is kept for. */
const networkWindows = 3;

/** The same in seconds. */
const networkPeriod = networkWindows * windowLength;

/** What routes are counted apart: each has limits of its own. */
export type Throttled = "guess" | "register" | "mail";

export interface NetworkCount {
  /** Seconds until there is room again, or null where there is some. */
  wait: number | null;
  /** Seconds until all counts of the network begin anew. */
  endsIn: number;
  /** How often the accounts of this one's group have been tried from this network. */
  slot: number;
}

/** Groups of accounts from which on a network has gone through them. */
const manySlots = 32;

/**
 * Seconds for which this process knows the client's address, or its network, to be shut out: then nothing more is done, nor counted. Null
 * where it does not.
 */
export function knownWait(ctx: Context, what: Throttled): number | null {
  const now = ctx.clock.now();
  const { address, network } = keysOf(ctx, what);
  const until = ctx.shutOut.until(address, now) ?? ctx.shutOut.until(network, now);
  const wait = until && secondsUntil(until, now);
  // Longer than any: the clock has been set back.
  return wait !== null && wait <= networkPeriod ? wait : null;
}

/** Counts a request by its client's address, and by the network around it. One write. */
export async function countNetwork(ctx: Context, what: Throttled, email: string): Promise<NetworkCount> {
  const now = ctx.clock.now();
  const { host, address, network } = keysOf(ctx, what);
  const period = Math.floor(windowAt(now) / networkWindows);
  const end = new Date((period + 1) * networkPeriod * 1_000);
  const slot = slotOf(ctx.secrets, email);
  const count = await throttlesOf(ctx).findOneAndUpdate(
    { _id: `${network}|${period}` },
    {
      $inc: { total: 1, [`hosts.${host}`]: 1, [`slots.${slot}`]: 1 },
      $set: { expiresAt: addSeconds(end, windowLength) },
    },
    { upsert: true, projection: { total: 1, slots: 1, [`hosts.${host}`]: 1 } },
  );
  const { total = 0, hosts = {}, slots = {} } = count ?? {};
  const { perAddress, perNetwork } = ctx.settings.limits[what];
  const excess = { [address]: (hosts[host] ?? 0) - perAddress, [network]: total - perNetwork };
  const exceeded = Object.keys(excess).filter((key) => (excess[key] as number) > 0);
  for (const key of exceeded) ctx.shutOut.add(key, end);
  // This very request is the first one too many.
  if (exceeded.some((key) => excess[key] === 1)) ctx.notice({ type: noticeOf(what, slots) });
  const endsIn = secondsUntil(end, now);
  return { wait: exceeded.length > 0 ? endsIn : null, endsIn, slot: slots[slot] ?? 0 };
}

const secondsUntil = (end: Date, now: Date) => Math.max(1, Math.ceil((end.getTime() - now.getTime()) / 1_000));

/** Many attempts on few accounts, such as a client that is stuck, or some on each of many: a password is tried on them all. */
function noticeOf(what: Throttled, slots: Record<string, number>): string {
  return what === "guess" && Object.keys(slots).length >= manySlots ? "accounts.sprayed" : "network.throttled";
}

/** A whole /64 is in one hand, so its addresses are not counted apart: there would be no end of them. */
function keysOf({ ip }: Context, what: Throttled) {
  const { network, host: rest } = prefixOf(ip);
  const host = ip?.includes(":") || rest === "" ? "all" : rest;
  return { host, network: `${what}|${network}`, address: `${what}|${network}|${host}` };
}

/** Counts an attempt on what is no account as one on an account is counted. @returns the seconds to wait, or null. */
export async function countApart(ctx: Context, _id: string, limits: AttemptLimits): Promise<number | null> {
  const now = ctx.clock.now();
  const seen = await throttlesOf(ctx).findOneAndUpdate(
    { _id },
    { ...countAttempt(now), $set: { expiresAt: addSeconds(now, limits.longestWait + 2 * forgottenAfterSeconds) } },
    { upsert: true },
  );
  if (!seen) return null;
  const compaction = compactAttempts(seen, now, limits);
  if (compaction) await throttlesOf(ctx).updateOne({ _id, ...compaction.expected }, compaction.update);
  return judge(seen, now, limits).wait;
}

/** Takes back what {@link countApart} has counted at `now`. */
export async function uncountApart(ctx: Context, _id: string, now: Date): Promise<void> {
  const { counted, update } = uncountAttempt(now);
  await throttlesOf(ctx).updateOne({ _id, ...counted }, update);
}

/** Seconds. */
const anHour = 3_600;

/**
 * Counts a mail of a kind to an address that may be a stranger's, whichever account it is from. One write.
 * @returns how many it is in this hour
 */
export async function countMail(
  { secrets, clock, ...parts }: Pick<Dependencies, "database" | "secrets" | "clock">,
  template: string,
  to: string,
): Promise<number> {
  const now = clock.now();
  const hour = Math.floor(now.getTime() / 1_000 / anHour);
  const seen = await throttlesOf(parts).findOneAndUpdate(
    { _id: `${idOfMails(secrets, template, to)}|${hour}` },
    { $inc: { total: 1 }, $set: { expiresAt: addSeconds(now, anHour) } },
    { upsert: true },
  );
  return seen?.total ?? 1;
}

/** Takes as long as a write on an account, where there is none to write on: nobody tells from the time which it was. */
export async function writeForNobody(ctx: Context, email: string): Promise<void> {
  await throttlesOf(ctx).findOneAndUpdate(
    { _id: nobodyId(ctx.secrets, email) },
    { $inc: { total: 1 }, $set: { expiresAt: addSeconds(ctx.clock.now(), windowLength) } },
    { upsert: true },
  );
}
