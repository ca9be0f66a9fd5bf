import type { Context } from "../context.ts";
import type { Collection, CollectionDefinition, Document } from "../database/collection.ts";
import { addSeconds } from "../kernel/clock.ts";
import { prefixOf } from "../kernel/network.ts";
import { type AttemptLimits, compactAttempts, countAttempt, waitAfter, windowAt, windowLength } from "./attempts.ts";
import { slotOf, strangerId } from "./digests.ts";
import type { Attempts } from "./guessing.slice.ts";

/** Counts that belong to no account: by the network that requests come from, or by an address that nobody has. */
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
};

const throttlesOf = ({ database }: Context): Collection<ThrottleDocument> => database.collection(throttles);

/** Windows that a network's count is kept for. */
const networkWindows = 3;

/** What routes are counted apart: each has limits of its own. */
export type Throttled = "guess" | "register" | "mail";

export interface NetworkCount {
  /** Seconds until there is room again, or null where there is some. */
  wait: number | null;
  /** Whether this very request was the first one too many. */
  isFirstRefused: boolean;
  /** How often the accounts of this one's group have been tried from this network. */
  slot: number;
}

/** Counts a request by its client's address, and by the network around it. One write. */
export async function countNetwork(ctx: Context, what: Throttled, email: string): Promise<NetworkCount> {
  const now = ctx.clock.now();
  const { network, host } = placeInNetwork(ctx.ip);
  const period = Math.floor(windowAt(now) / networkWindows);
  const end = (period + 1) * networkWindows * windowLength;
  const slot = slotOf(ctx.secrets, email);
  const count = await throttlesOf(ctx).findOneAndUpdate(
    { _id: `${what}|${network}|${period}` },
    {
      $inc: { total: 1, [`hosts.${host}`]: 1, [`slots.${slot}`]: 1 },
      $set: { expiresAt: new Date((end + windowLength) * 1_000) },
    },
    { upsert: true },
  );
  const { perAddress, perNetwork } = ctx.settings.limits[what];
  const excess = Math.max((count?.hosts?.[host] ?? 0) - perAddress, (count?.total ?? 0) - perNetwork);
  return {
    wait: excess > 0 ? Math.max(1, Math.ceil(end - now.getTime() / 1_000)) : null,
    isFirstRefused: excess === 1,
    slot: count?.slots?.[slot] ?? 0,
  };
}

/** A whole /64 is in one hand, so its addresses are not counted apart: there would be no end of them. */
function placeInNetwork(ip: string | null) {
  const { network, host } = prefixOf(ip);
  return { network, host: ip?.includes(":") || host === "" ? "all" : host };
}

/** Counts an attempt on an address that nobody has, as one on an account is counted. @returns the seconds to wait, or null. */
export async function countStranger(ctx: Context, email: string, limits: AttemptLimits): Promise<number | null> {
  const now = ctx.clock.now();
  const _id = strangerId(ctx.secrets, email);
  const count = countAttempt(now);
  const seen = await throttlesOf(ctx).findOneAndUpdate(
    { _id },
    { ...count, $set: { expiresAt: addSeconds(now, 2 * 86_400) } },
    { upsert: true },
  );
  if (!seen) return null;
  const compaction = compactAttempts(seen, now, limits);
  if (compaction) await throttlesOf(ctx).updateOne({ _id }, compaction);
  return waitAfter(seen, now, limits);
}
