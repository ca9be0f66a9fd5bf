import { describe, expect, it } from "vitest";
import { check } from "./check.ts";
import { defects } from "./defects.ts";
import { benchFor } from "./scenario.ts";
import { createWorld } from "./world.ts";

const world = createWorld();

/* What `npm run check:interleavings` does with every pair of verbs, here with few, and that it would see what it is there to see. */
describe("verbs at once, in every order of their calls, each of which may be the last or the one whose answer is lost", () => {
  it.each([
    ["change name", "sign out"],
    // Both are told of where both write.
    ["change name", "change name"],
    // The password is right still.
    ["change address", "delete mine"],
    // The newest registration counts, also where the mail of the one before is sent anew.
    ["register once more", "ask for proof"],
  ] as const)("come to what they come to one after the other: %s and %s (Q196)", async (...verbs) => {
    const report = await check(benchFor(await world), { verbs });
    expect(report.findings).toEqual([]);
    expect(report.schedules).toBeGreaterThan(report.orders);
  });

  it("come to the same ends where orders are left out that differ in nothing (Q196)", async () => {
    const bench = benchFor(await world);
    const scenario = { verbs: ["disable", "sign out"] } as const;
    const [all, some] = [await check(bench, scenario, { isReduced: false }), await check(bench, scenario)];
    expect(some).toMatchObject({ ends: all.ends, findings: all.findings });
    expect(some.schedules).toBeLessThan(all.schedules);
  });

  it("show a fault, and name the schedule that leads to it (Q196)", async () => {
    const defect = defects.find(({ name }) => name === "a refresh that does not expect its step") ?? expect.fail();
    const { findings } = await check(benchFor(await world), { verbs: defect.verbs, defect });
    expect(findings).toContainEqual({
      invariant: "one live refresh token",
      problem: "of one session the tokens of the steps 2 and 3 were handed out",
      schedule: "refresh & refresh with a refresh that does not expect its step / none / 0 0 0 0",
    });
  });
});
