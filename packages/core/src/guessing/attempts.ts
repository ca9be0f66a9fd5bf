import type { Update } from "../database/collection.ts";
import type { Attempts, Standing } from "./guessing.slice.ts";

/** Seconds. Attempts are counted by windows of this length. */
export const windowLength = 300;

/** An account that nobody has tried for this long has all its attempts again. */
const forgottenAfter = 86_400 / windowLength;

/** Counts are put together when there are more windows than this. */
const maxWindows = 24;

export interface AttemptLimits {
  /** How many are looked at before there is a wait. */
  free: number;
  /** Seconds that somebody waits at most between two attempts. */
  longestWait: number;
}

export const windowAt = (now: Date): number => Math.floor(now.getTime() / 1_000 / windowLength);

/** The update that counts an attempt. Whoever gets the document after it knows which one of the window it is. */
export const countAttempt = (now: Date): Update => ({ $inc: { [`attempts.${windowAt(now)}`]: 1 } });

const untried: Standing = { used: 0, openFrom: 0, last: 0 };

/**
 * Whether the attempt that was counted last, in `seen`, is looked at. It is a function of the counts alone: the first ones are, then one after each
 * wait, which grows. What is refused makes no wait longer, so whoever has tired of trying leaves none behind.
 * @returns the seconds to wait, or null for an attempt that counts.
 */
export function waitAfter(seen: Attempts, now: Date, limits: AttemptLimits): number | null {
  const current = windowAt(now);
  const before = standingBefore(seen, current, limits);
  const count = seen.attempts?.[current] ?? 0;
  if (count <= allowedIn(before, current, limits)) return null;
  const { openFrom } = after(before, current, count, limits);
  return Math.max(1, Math.ceil(openFrom * windowLength - now.getTime() / 1_000));
}

/** Puts the counts of past windows together, once there are many: an update for whoever writes next, or null. */
export function compactAttempts(seen: Attempts, now: Date, limits: AttemptLimits): Update | null {
  const current = windowAt(now);
  const past = windowsBefore(seen, current);
  if (past.length < maxWindows) return null;
  return {
    $set: { attemptsBefore: standingBefore(seen, current, limits), attemptsSince: current },
    $unset: Object.fromEntries(past.map(([window]) => [`attempts.${window}`, true])),
  };
}

/** The update that forgets them all, because the owner has come. */
export const forgetAttempts: Update = { $unset: { attempts: true, attemptsBefore: true, attemptsSince: true } };

function windowsBefore({ attempts = {}, attemptsSince = 0 }: Attempts, current: number): [number, number][] {
  return Object.entries(attempts)
    .map(([window, count]): [number, number] => [Number(window), count])
    .filter(([window]) => window >= attemptsSince && window < current)
    .sort(([a], [b]) => a - b);
}

function standingBefore(seen: Attempts, current: number, limits: AttemptLimits): Standing {
  const standing = windowsBefore(seen, current).reduce(
    (so, [window, count]) => after(so, window, count, limits),
    seen.attemptsBefore ?? untried,
  );
  return remembered(standing, current);
}

/** The standing after a window in which so many came. */
function after(before: Standing, window: number, count: number, limits: AttemptLimits): Standing {
  const standing = remembered(before, window);
  const lookedAt = Math.min(count, allowedIn(standing, window, limits));
  if (lookedAt === 0) return standing;
  const used = standing.used + lookedAt;
  const openFrom = used < limits.free ? 0 : window + 1 + wait(used - limits.free, limits);
  return { used, openFrom, last: window };
}

const remembered = (standing: Standing, window: number) =>
  window - standing.last >= forgottenAfter ? untried : standing;

function allowedIn({ used, openFrom }: Standing, window: number, { free }: AttemptLimits): number {
  if (used < free) return free - used;
  return window >= openFrom ? 1 : 0;
}

/** In whole windows, beside what is left of the current one: one, two, four, as long as it may be at last. */
function wait(times: number, { longestWait }: AttemptLimits): number {
  return Math.min(2 ** Math.min(times, 30), Math.ceil(longestWait / windowLength));
}
