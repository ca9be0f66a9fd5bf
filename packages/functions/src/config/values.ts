import * as z from "zod/mini";

/** A whole number within limits. */
export const integer = (low: number, high: number) => number(low, high, "");

/** A time: a whole number of seconds within limits. */
export const seconds = (low: number, high: number) => number(low, high, " of seconds");

function number(low: number, high: number, unit: string) {
  const isWithin = (value: number) => value >= low && value <= high;
  const expected = `expected a whole number${unit} from ${low} to ${high}`;
  const error = ({ input }: { input?: unknown }) => {
    const meant = unit && inSeconds(String(input));
    return meant && isWithin(meant) ? `${expected}. Write ${meant}` : expected;
  };
  const text = z.string().check(z.regex(/^\d{1,9}$/, { error }));
  return z.pipe(text, z.transform(Number)).check(z.refine(isWithin, expected));
}

const secondsIn: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 7 * 86_400 };

/** What `15m`, `12 hours` or `30 days` are in seconds. */
function inSeconds(text: string): number | null {
  const units = /^(\d{1,6}) ?(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/i;
  const [, count, unit = ""] = units.exec(text) ?? [];
  const length = secondsIn[unit.charAt(0).toLowerCase()];
  return length ? Number(count) * length : null;
}

/** One of some words. */
export function choice<const W extends readonly string[]>(words: W) {
  return z.enum(words, { error: `expected ${words.slice(0, -1).join(", ")} or ${words.at(-1)}` });
}

/** What commas separate. */
export const list = z.transform((value: string) =>
  value
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean),
);
