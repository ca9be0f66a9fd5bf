import { describe, expect, it } from "vitest";
import { administrate, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { keySigner, takeApart } from "../support/forged-tokens.ts";
import { heavyBodies, heavyTokens, laboriousTokens } from "../support/heavy-input.ts";
import { startRollcall } from "../support/rollcall.ts";
import { timed } from "../support/timed.ts";

/** Milliseconds: the median of several requests, as one may fall together with a collection of garbage. */
async function timeOf(request: () => Promise<Response>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 7; round++) times.push((await timed(request)).ms);
  return times.sort((a, b) => a - b)[3] as number;
}

describe("what is made to cost much is refused at once", () => {
  it.each(heavyBodies)("a body of %s (Q151)", async (_, body) => {
    const rollcall = startRollcall();
    expect(await timeOf(() => rollcall.call("POST", "/auth/login", { body }))).toBeLessThan(100);
  });

  it("a token that is too long, or asks for work (Q96, Q97)", async () => {
    const rollcall = startRollcall();
    const { accessToken } = (await signUp(rollcall)).tokens;
    const signer = keySigner((await rollcall.dependencies.keyRing.signer()).privateKey());
    const laborious = laboriousTokens({ ...takeApart(accessToken), signer }).map(([, token]) => token);
    for (const token of [...heavyTokens(accessToken, signer), ...laborious]) {
      expect(await timeOf(() => rollcall.call("GET", "/me", { token }))).toBeLessThan(100);
    }
  });
});

describeOnEachDatabase("a search", (form) => {
  it("takes no longer for text that would be dear as a pattern (Q142)", async () => {
    const { create, list } = await administrate(startRollcall({ form }));
    for (const name of [`${"a".repeat(40)}!`, "b", "7"]) await create({ email: `${name.length}@example.com`, name });
    for (const q of ["(a+)+$", "(a|aa)+$", "a{1,99}", ".*", "a".repeat(254)]) {
      expect(await timeOf(() => list({ q }))).toBeLessThan(200);
    }
  });
});
