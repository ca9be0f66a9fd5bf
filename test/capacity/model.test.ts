import { describe, expect, it } from "vitest";
import { ceilings, metBetween } from "../../bench/capacity/ceilings.ts";
import { costOfMillion, costOfMonth } from "../../bench/capacity/costs.ts";
import { sizeOf } from "../../bench/capacity/growth.ts";
import { weighIndexes } from "../../bench/capacity/index-entries.ts";
import { busyEnvironments, connections, databaseLoad, environments, shards } from "../../bench/capacity/load.ts";
import { measured } from "../../bench/capacity/measured.ts";
import { mix, type Operation, operations } from "../../bench/capacity/operations.ts";
import { weighAccount } from "../../bench/capacity/weights.ts";
import { checkCapacity } from "../../scripts/capacity.ts";
import { signUp } from "../support/accounts.ts";
import { password, startRollcall } from "../support/rollcall.ts";

describe("the model behind docs/scaling.md and docs/costs.md", () => {
  it("is what the pages say", () => {
    expect(checkCapacity()).toEqual([]);
  });

  it("weighs accounts as the service makes them today, within 3 %", async () => {
    const [one = 0, five = 0] = await weighAccount([1, 5]);
    const { account, parts } = measured.weights;
    expect(Math.abs(one / account["1"] - 1)).toBeLessThan(0.03);
    expect(Math.abs((five - one) / 4 / parts.session - 1)).toBeLessThan(0.03);
  });

  it("has an entry in an index for each value of a list, and leaves out what neighbours have in common", () => {
    const documents = ["a", "b"].map((_id) => ({ _id: `user_0123456789_${_id}`, words: ["AD", "ADA"] }));
    const [id, words] = weighIndexes({ indexes: [{ keys: { words: 1 } }] }, documents);
    expect(words).toMatchObject({ name: "words:1", entriesPerAccount: 2 });
    // Two of 29 bytes, the second of which shares 17 with the first.
    expect(id?.bytesPerAccount).toBeCloseTo((29 + 29 - 17) / 2 / 0.69, 5);
  });

  it("asks the database as often as the service does", async () => {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall, "ada@example.com");
    const token = tokens.accessToken;
    const calls: Record<Operation, Parameters<typeof rollcall.call>> = {
      signIn: ["POST", "/auth/login", { body: { email: "ada@example.com", password } }],
      register: ["POST", "/auth/register", { body: { email: "grace@example.com", password } }],
      refresh: ["POST", "/auth/refresh", { body: { refreshToken: tokens.refreshToken } }],
      me: ["GET", "/me", { token }],
      serviceToken: ["POST", "/auth/tokens", { token, body: { audience: "orders" } }],
    };
    for (const [name, call] of Object.entries(calls) as [Operation, (typeof calls)[Operation]][]) {
      const before = rollcall.storage.roundTrips();
      expect((await rollcall.call(...call)).ok).toBe(true);
      const { reads, writes } = operations[name];
      expect([name, rollcall.storage.roundTrips() - before]).toEqual([name, reads + writes]);
    }
  });

  it("shares out requests completely", () => {
    expect(Object.values(mix).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
  });

  describe("of requests", () => {
    it("counts environments by Little's law, and one for each ten a second at least", () => {
      expect(busyEnvironments(1_000, 50)).toBe(50);
      expect(environments(1_000, 50)).toBe(100);
      expect(environments(1_000, 250)).toBe(250);
    });

    it("counts three connections to a primary for each environment", () => {
      expect(connections(50)).toBe((50 + 7) * 3);
    });

    it("grows in proportion, and shards when one primary is full", () => {
      expect(databaseLoad(2_000).writes).toBeCloseTo(2 * databaseLoad(1_000).writes);
      expect(shards(10, 16)).toBe(1);
      expect(shards(100_000, 16)).toBeGreaterThan(shards(50_000, 16));
    });
  });

  describe("of accounts", () => {
    it("grows in proportion", () => {
      expect(sizeOf(2e6).total).toBeCloseTo(2 * sizeOf(1e6).total);
    });

    it("keeps as much less of the trail as it is kept for less long", () => {
      expect(sizeOf(1e6, 100).events).toBeCloseTo(sizeOf(1e6, 400).events / 4);
    });
  });

  describe("of ceilings", () => {
    it("has them in order, each between two steps", () => {
      for (const all of [ceilings.requests, ceilings.accounts]) {
        const heights = all.map(({ at }) => at);
        expect(heights).toEqual(heights.toSorted((a, b) => a - b));
        expect(metBetween(all, 0, Infinity)).toEqual(all);
      }
    });
  });

  describe("of costs", () => {
    it("is the formula of the page", () => {
      const { total } = costOfMillion(10, { logged: 900 });
      expect(total).toBeCloseTo(0.2 + 10 * 0.0133334 + (900 / 1_000) * 0.5, 6);
    });

    it("is paid by what is used, but for what stands still", () => {
      const [small, large] = [costOfMonth(1_000), costOfMonth(10_000)];
      expect(large.standing).toBe(small.standing);
      expect(large.requests).toBeCloseTo(10 * small.requests);
    });
  });
});
