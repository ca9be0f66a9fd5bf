import { describe, expect, it } from "vitest";
import {
  cpuOfThisProcess,
  interleaved,
  median,
  medianDeviation,
  pairedRatio,
  quantile,
  spread,
} from "../../bench/sampling.ts";
import { isWithinBounds, needsMongodb } from "../../bench/scenario.ts";

describe("a sample", () => {
  it("is summed up by nearest ranks, whatever its order", () => {
    const values = [5, 1, 4, 2, 3];
    expect([median(values), quantile(values, 0), quantile(values, 1)]).toEqual([3, 1, 5]);
    expect(spread(Array.from({ length: 100 }, (_, n) => 100 - n))).toEqual([50, 5, 95]);
    expect(medianDeviation([1, 2, 3, 4, 100])).toBe(1);
    expect(median([])).toBeNaN();
  });

  it("is compared round by round, so that a slow round changes nothing", () => {
    expect(pairedRatio([1, 10, 1], [2, 20, 2])).toBe(0.5);
  });
});

describe("subjects", () => {
  it("take turns, in an order that turns around, after a round that is not kept", async () => {
    const turns: string[] = [];
    const samples = await interleaved(["a", "b"], 2, async (subject, round) => {
      turns.push(subject + round);
      return round;
    });
    expect(turns).toEqual(["a0", "b0", "b1", "a1", "a2", "b2"]);
    expect([...samples]).toEqual([
      ["a", [1, 2]],
      ["b", [1, 2]],
    ]);
  });

  it("are timed by what the processor did for them", () => {
    const before = cpuOfThisProcess();
    let sum = 0;
    for (let n = 0; n < 1e6; n++) sum += Math.sqrt(n);
    expect(sum).toBeGreaterThan(0);
    expect(cpuOfThisProcess()).toBeGreaterThan(before);
  });
});

describe("a bound", () => {
  it("is kept at its very value", () => {
    const kept = (value: number) => isWithinBounds({ name: "a ratio", value, atLeast: 1, atMost: 2 });
    expect([0.99, 1, 2, 2.01].map(kept)).toEqual([false, true, true, false]);
    expect(isWithinBounds({ name: "a ratio", value: Number.NaN, atMost: 2 })).toBe(false);
  });
});

it("what needs a database says what is missing", () => {
  expect(needsMongodb()).toBe(process.env.MONGODB_URI ? null : "MONGODB_URI is not set");
});
