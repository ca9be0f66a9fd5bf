import { describe, expect, it } from "vitest";
import { compactAttempts, judge, windowAt, windowLength } from "./attempts.ts";
import type { Attempts } from "./guessing.slice.ts";

const limits = { free: 10, longestWait: 3_600 };
const start = new Date("2026-05-01T12:00:00.000Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1_000);

/** Counts as an account does, and compacts as its writes do. */
function account() {
  let seen: Attempts = {};
  return {
    try(now: Date): number | null {
      const window = windowAt(now);
      seen = { ...seen, attempts: { ...seen.attempts, [window]: (seen.attempts?.[window] ?? 0) + 1 } };
      const { wait } = judge(seen, now, limits);
      const compaction = compactAttempts(seen, now, limits);
      if (compaction) {
        const left = Object.entries(seen.attempts ?? {}).filter(
          ([key]) => !compaction.update.$unset?.[`attempts.${key}`],
        );
        seen = { ...seen, ...compaction.update.$set, attempts: Object.fromEntries(left) };
      }
      return wait;
    },
    size: () => Object.keys(seen.attempts ?? {}).length,
  };
}

/** How many of the attempts that come once a second, for so long, are looked at, and when. */
function hammer(seconds: number, every = 1): number[] {
  const target = account();
  const lookedAt: number[] = [];
  for (let at = 0; at < seconds; at += every) if (target.try(after(at)) === null) lookedAt.push(at);
  return lookedAt;
}

describe("attempts on an account", () => {
  it("are looked at ten times, and then not before the wait is over (Q31)", () => {
    const target = account();
    for (let count = 1; count <= 10; count++) expect(target.try(start), String(count)).toBeNull();
    const wait = target.try(start);
    expect(wait).toBe(2 * windowLength);
    expect(target.try(after((wait as number) - 1))).toBe(1);
    expect(target.try(after(wait as number))).toBeNull();
  });

  it("are looked at ten times at the turn of two windows as well", () => {
    const target = account();
    const results = Array.from({ length: 200 }, (_, index) => target.try(after(windowLength - 1 + index / 100)));
    expect(results.filter((wait) => wait === null)).toHaveLength(10);
  });

  it("wait longer each time: 10, 15, 25, 45 and then 65 minutes at most, as much as is left of the first one less", () => {
    const [, , , , , , , , , tenth = 0, ...later] = hammer(6 * 3_600);
    const pauses = later.map((at, index) => (at - (index === 0 ? tenth : (later[index - 1] as number))) / 60);
    expect(pauses.slice(0, 6).map(Math.round)).toEqual([10, 15, 25, 45, 65, 65]);
  });

  it("are 34 in the first day and 22 in each further one, whoever never stops", () => {
    const first = hammer(86_400, 20).length;
    expect([first, hammer(3 * 86_400, 20).length - first]).toEqual([34, 44]);
  });

  it("wait no longer for what was refused meanwhile (Q34)", () => {
    const target = account();
    for (let count = 0; count < 10; count++) target.try(start);
    for (let at = 0; at < 600; at += 2) expect(target.try(after(at))).toBe(600 - at);
    expect(target.try(after(600))).toBeNull();
  });

  it("have all of their number again a day after they were last open for one", () => {
    const target = account();
    for (let count = 0; count < 12; count++) target.try(start);
    const results = Array.from({ length: 11 }, () => target.try(after(600 + 86_400)));
    expect(results.map((wait) => wait === null)).toEqual([...Array<boolean>(10).fill(true), false]);
  });

  it("take no more room for being many", () => {
    const target = account();
    for (let at = 0; at < 7 * 86_400; at += 60) target.try(after(at));
    expect(target.size()).toBeLessThan(30);
  });
});
