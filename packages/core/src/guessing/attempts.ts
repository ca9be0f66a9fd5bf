import type { Filter, Update } from "../database/collection.ts";
import type { Attempts, Standing } from "./guessing.slice.ts";

/** Seconds. Attempts are counted by windows of this length. */
export const windowLength = 300;

/** Seconds. An account that has been open for this long and that nobody has tried has all its attempts again. */
export const forgottenAfterSeconds = 86_400;

const forgottenAfter = forgottenAfterSeconds / windowLength;

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
export const countAttempt = (now: Date): Update => ({ $inc: { [countOf(windowAt(now))]: 1 } });

/** Takes back an attempt that was counted at `now` and is refused for something else, so that it costs the account nothing. */
export function uncountAttempt(now: Date): { counted: Filter; update: Update } {
  const count = countOf(windowAt(now));
  return { counted: { [count]: { $gte: 1 } }, update: { $inc: { [count]: -1 } } };
}

const countOf = (window: number) => `attempts.${window}`;

const untried: Standing = { used: 0, openFrom: 0, last: 0 };

export interface Verdict {
  /** Seconds to wait, or null for an attempt that is looked at. */
  wait: number | null;
  /** Of the last one before there are waits, the seconds of the first of them. */
  closesFor: number | null;
}

/**
 * Whether the attempt that was counted last, in `seen`, is looked at. It is a function of the counts alone: the first ones are, then one after each
 * wait, which grows. What is refused makes no wait longer, so whoever has tired of trying leaves none behind. What another process, whose clock is
 * ahead, has counted in a later window counts in this one.
 */
export function judge(seen: Attempts, now: Date, limits: AttemptLimits): Verdict {
  const current = windowAt(now);
  const before = standingBefore(seen, current, limits);
  const count = windowsOf(seen).reduce((sum, [window, some]) => (window < current ? sum : sum + some), 0);
  const isLookedAt = count <= allowedIn(before, current, limits);
  const { openFrom } = after(before, current, count, limits);
  const seconds = Math.max(1, Math.ceil(openFrom * windowLength - now.getTime() / 1_000));
  const isLastFree = isLookedAt && before.used + count === limits.free;
  return { wait: isLookedAt ? null : seconds, closesFor: isLastFree ? seconds : null };
}

/**
 * Puts the counts of past windows together, once there are many: a write that expects what it replaces, or null. It is done for
 * attempts that are refused as well, so nobody can make a document grow by them.
 */
export function compactAttempts(
  seen: Attempts,
  now: Date,
  limits: AttemptLimits,
): { expected: Filter; update: Update } | null {
  const current = windowAt(now);
  const past = windowsOf(seen).filter(([window]) => window < current);
  const [oldest] = past;
  if (!oldest || past.length < maxWindows) return null;
  return {
    expected: {
      attemptsSince: seen.attemptsSince ?? { $exists: false },
      [countOf(oldest[0])]: oldest[1],
    },
    update: {
      $set: { attemptsBefore: standingBefore(seen, current, limits), attemptsSince: current },
      $unset: Object.fromEntries(past.map(([window]) => [countOf(window), true])),
    },
  };
}

/** The update that forgets them all, because the owner has come. */
export const forgetAttempts: Update = { $unset: { attempts: true, attemptsBefore: true, attemptsSince: true } };

/** How many attempts there were of late, the one under way included, whether they were looked at or not. */
export function recentAttempts(seen: Attempts, now: Date): number {
  const { attemptsBefore = untried, attemptsSince = 0 } = seen;
  const current = windowAt(now);
  return windowsOf(seen)
    .filter(([window]) => window >= attemptsSince && current - window < forgottenAfter)
    .reduce((sum, [, count]) => sum + count, remembered(attemptsBefore, current).used);
}

/** The windows and their counts, the oldest first. */
function windowsOf({ attempts = {} }: Attempts): [window: number, count: number][] {
  return Object.entries(attempts)
    .map(([window, count]): [number, number] => [Number(window), count])
    .sort(([a], [b]) => a - b);
}

function standingBefore(seen: Attempts, current: number, limits: AttemptLimits): Standing {
  const { attemptsBefore = untried, attemptsSince = 0 } = seen;
  const standing = windowsOf(seen)
    .filter(([window]) => window >= attemptsSince && window < current)
    .reduce((so, [window, count]) => after(so, window, count, limits), attemptsBefore);
  return remembered(standing, current);
}

/** The standing after a window in which so many came. */
function after(before: Standing, window: number, count: number, limits: AttemptLimits): Standing {
  const standing = remembered(before, window);
  const lookedAt = Math.min(count, allowedIn(standing, window, limits));
  if (lookedAt <= 0) return standing;
  const used = standing.used + lookedAt;
  const openFrom = used < limits.free ? 0 : window + 1 + wait(used - limits.free, limits);
  return { used, openFrom, last: window };
}

const remembered = (standing: Standing, window: number) =>
  window - Math.max(standing.last, standing.openFrom) >= forgottenAfter ? untried : standing;

function allowedIn({ used, openFrom }: Standing, window: number, { free }: AttemptLimits): number {
  if (used < free) return free - used;
  return window >= openFrom ? 1 : 0;
}

/** In whole windows, beside what is left of the current one: one, two, four, as long as it may be at last. */
function wait(times: number, { longestWait }: AttemptLimits): number {
  return Math.min(2 ** Math.min(times, 30), Math.ceil(longestWait / windowLength));
}
