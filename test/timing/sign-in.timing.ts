import { describe, expect, it } from "vitest";
import { logIn, signUp, withHashingCost } from "../support/accounts.ts";
import { startRollcall } from "../support/rollcall.ts";
import { timed } from "../support/timed.ts";

const wrong = "not the right password";

describe("the time of a refused sign-in", () => {
  const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] as number;

  /** How often a time of `a` is longer than one of `b`: 0.5 when nothing tells them apart. */
  function areaUnderCurve(a: number[], b: number[]): number {
    const wins = a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)));
    return wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
  }

  // Noise of the machine may mislead one measurement; a real difference misleads all three.
  it("does not tell a known address from an unknown one (Q30)", { retry: 2 }, async () => {
    const real = withHashingCost(startRollcall());
    await signUp(real, "known@example.com");
    const times = { known: [] as number[], unknown: [] as number[] };
    const measure = async (kind: "known" | "unknown", email: string) => {
      const { result, ms } = await timed(() => logIn(real, email, wrong));
      times[kind].push(ms);
      expect(result.status).toBe(401);
    };
    for (let round = 0; round < 5; round++) await logIn(real, `warm${round}@example.com`, wrong);
    for (let round = 0; round < 30; round++) {
      const pair = [["known", "known@example.com"] as const, ["unknown", `unknown${round}@example.com`] as const];
      for (const [kind, email] of round % 2 ? pair : pair.toReversed()) await measure(kind, email);
    }
    const [known, unknown] = [median(times.known), median(times.unknown)];
    expect(Math.abs(known - unknown)).toBeLessThan(Math.max(3, 0.1 * known));
    const auc = areaUnderCurve(times.known, times.unknown);
    expect(auc).toBeGreaterThan(0.3);
    expect(auc).toBeLessThan(0.7);
  });
});
