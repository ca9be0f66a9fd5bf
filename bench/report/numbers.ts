import type { Ratio } from "../scenario.ts";

/** Three digits that count, and whole numbers in groups: 0.00512, 1.27, 15.9, 1,250, 743,206. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return "-";
  if (Number.isInteger(value) || Math.abs(value) >= 1_000) return Math.round(value).toLocaleString("en-US");
  return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

/** "at most 0.47", or nothing where there is no bound. */
export function boundOf({ atMost, atLeast }: Ratio): string {
  const bounds = [
    atMost === undefined ? "" : `at most ${number(atMost)}`,
    atLeast === undefined ? "" : `at least ${number(atLeast)}`,
  ];
  return bounds.filter((bound) => bound !== "").join(" and ");
}
