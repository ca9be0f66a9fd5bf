import { refreshGrace, type Tokens } from "@rollcall/core";
import { expect, it } from "vitest";
import { refreshes, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { rounds, startTwoServices, successesOf, together } from "../support/races.ts";
import type { TestRollcall } from "../support/rollcall.ts";

function refresh(service: TestRollcall, refreshToken: string): Promise<Response> {
  return service.call("POST", "/auth/refresh", { body: { refreshToken } });
}

describeOnEachDatabase("refreshes of one token at once", (form) => {
  it("have one descendant, 20 generations long, in two services (Q59)", async () => {
    const services = startTwoServices(form);
    let { refreshToken } = (await signUp(services[0])).tokens;
    for (const _ of rounds) {
      const calls = together(services, 50, (service) => refresh(service, refreshToken));
      const responses = await Promise.all(calls.map((call) => call()));
      const answers = await successesOf<{ tokens: Tokens }>(responses, []);
      const descendants = new Set(answers.map(({ tokens }) => tokens.refreshToken));
      expect(descendants.size).toBe(1);
      // The next round uses what every one of the 50 callers was given.
      refreshToken = answers[0]?.tokens.refreshToken as string;
    }
    expect(await refreshes(services[1], refreshToken)).toBe(true);
  });

  it("never leave two live tokens when every caller goes on at once with what it was given (Q59)", async () => {
    const services = startTwoServices(form);
    for (const round of rounds) {
      const { tokens } = await signUp(services[0], `ada${round}@example.com`);
      const chains = together(services, 10, async (service, index) => {
        const [first] = await successesOf<{ tokens: Tokens }>([await refresh(service, tokens.refreshToken)], [401]);
        if (!first) return [];
        const second = await refresh(services[(index + 1) % 2] as TestRollcall, first.tokens.refreshToken);
        const [next] = await successesOf<{ tokens: Tokens }>([second], [401]);
        return next ? [first.tokens, next.tokens] : [first.tokens];
      });
      const given = (await Promise.all(chains.map((chain) => chain()))).flat();
      expect(given.length).toBeGreaterThan(0);
      expect(await liveTokens(services, given)).toBeLessThanOrEqual(1);
    }
  });
});

/** How many different refresh tokens still work once nothing can be a lost answer any more. */
async function liveTokens(services: readonly TestRollcall[], given: Tokens[]): Promise<number> {
  const distinct = [...new Set(given.map(({ refreshToken }) => refreshToken))];
  for (const { clock } of services) clock.advance(refreshGrace + 1);
  let live = 0;
  for (const token of distinct) if (await refreshes(services[0] as TestRollcall, token)) live++;
  return live;
}
