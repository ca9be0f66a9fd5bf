import { describe, expect, it, vi } from "vitest";
import { signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import {
  addressIn,
  countEvaluations,
  inARow,
  period,
  startLimited,
  statedWait,
  times,
  wrong,
} from "../support/guessing.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";

/** One password for one account after the other. */
const spray = (rollcall: TestRollcall, count: number, ip: (index: number) => string, headers = {}) =>
  times(count, (index) =>
    rollcall.call("POST", "/auth/login", {
      body: { email: `person${index}@example.com`, password: wrong },
      ip: ip(index),
      headers,
    }),
  );

/** What was noticed of networks. */
const noticesOf = ({ logs }: TestRollcall): string[] =>
  logs
    .flatMap((line): { type: string }[] => JSON.parse(line).notices ?? [])
    .flatMap(({ type }) => (/throttled|sprayed/.test(type) ? [type] : []));

describeOnEachDatabase("guesses from one network", (form) => {
  it("at 180 accounts from one address are refused from the hundred and first on, and seen (Q35)", async () => {
    const rollcall = startLimited({ form });
    const answers = await spray(rollcall, 180, () => "198.51.100.4");
    expect(inARow(answers)).toBe("401 ×100, 429 ×80");
    const wait = await statedWait(answers.at(-1) as Response);
    expect(wait).toBeLessThanOrEqual(period);
    expect(noticesOf(rollcall)).toEqual(["accounts.sprayed"]);
    rollcall.clock.advance(wait);
    expect(inARow(await spray(rollcall, 1, () => "198.51.100.4"))).toBe("401 ×1");
  });

  it("are counted for all processes (Q36)", async () => {
    const first = startLimited({ form });
    const second = startLimited({ shares: first.storage });
    await spray(first, 60, () => "198.51.100.4");
    expect(inARow(await spray(second, 60, () => "198.51.100.4"))).toBe("401 ×40, 429 ×20");
  });

  it("cost no account anything once the network is shut out (Q34)", async () => {
    const rollcall = startLimited({ form });
    await signUp(rollcall, "ada@example.com");
    await spray(rollcall, 100, () => "198.51.100.4");
    const guess = (ip: string, secret = wrong) =>
      rollcall.call("POST", "/auth/login", { body: { email: "ada@example.com", password: secret }, ip });
    expect(inARow(await times(15, () => guess("198.51.100.4")))).toBe("429 ×15");
    expect(inARow(await times(11, (index) => guess(addressIn(index))))).toBe("401 ×10, 429 ×1");
  });
});

describeOnEachDatabase("a network that is shut out", (form) => {
  it("costs the database nothing, nor a hash, until its time is over", async () => {
    const rollcall = startLimited({ form });
    const register = () =>
      rollcall.call("POST", "/auth/register", { body: { email: "ada@example.com", password }, ip: "198.51.100.4" });
    await spray(rollcall, 101, () => "198.51.100.4");
    await times(21, register);
    const [before, hashes] = [rollcall.storage.roundTrips(), vi.spyOn(rollcall.dependencies.passwords, "hash")];
    expect(inARow(await spray(rollcall, 30, () => "198.51.100.4"))).toBe("429 ×30");
    const answers = await times(30, register);
    expect(inARow(answers)).toBe("429 ×30");
    expect([rollcall.storage.roundTrips() - before, hashes.mock.calls.length]).toEqual([0, 0]);
    rollcall.clock.advance(await statedWait(answers.at(-1) as Response));
    expect(inARow([await register()])).toBe("409 ×1");
  });
});

describe("an attacker's own account", () => {
  it("makes no room for more guesses from the same address by being signed in to", async () => {
    const rollcall = startLimited();
    const ip = "198.51.100.4";
    await signUp(rollcall, "mallory@example.com");
    const ask = (address: string, secret: string) =>
      rollcall.call("POST", "/auth/login", { body: { email: address, password: secret }, ip });
    const guesses = await times(60, async (index) => {
      await ask("mallory@example.com", password);
      return ask(`person${index}@example.com`, wrong);
    });
    expect(inARow(guesses)).toBe("401 ×50, 429 ×10");
  });
});

describe("the address of a client", () => {
  it("is none that a header names: rotating them changes nothing (Q33)", async () => {
    const rollcall = startLimited();
    const fields = ["x-forwarded-for", "x-real-ip", "forwarded", "cf-connecting-ip", "true-client-ip", "x-client-ip"];
    const answers = await times(110, (index) => {
      const address = addressIn(index);
      const headers = Object.fromEntries(
        fields.map((field) => [field, field === "forwarded" ? `for=${address}` : address]),
      );
      const body = { email: `person${index}@example.com`, password: wrong };
      return rollcall.call("POST", "/auth/login", { body, headers });
    });
    expect(inARow(answers)).toBe("401 ×100, 429 ×10");
  });

  it("counts with all of its /24 up to 300, and with no other", async () => {
    const rollcall = startLimited();
    expect(inARow(await spray(rollcall, 310, (index) => `198.51.100.${index % 250}`))).toBe("401 ×300, 429 ×10");
    expect(inARow(await spray(rollcall, 1, () => "198.51.101.4"))).toBe("401 ×1");
  });

  it("uses up no more than its own part of its /24, however long it goes on", async () => {
    const rollcall = startLimited();
    await spray(rollcall, 500, () => "198.51.100.4");
    expect(inARow(await spray(rollcall, 1, () => "198.51.100.5"))).toBe("401 ×1");
  });

  it("counts as one with all of its /64, however it is written, and with no other", async () => {
    const rollcall = startLimited();
    const answers = await spray(rollcall, 110, (index) => `2001:db8:0:7:${index.toString(16)}::1`);
    expect(inARow(answers)).toBe("401 ×100, 429 ×10");
    expect(inARow(await spray(rollcall, 1, () => "2001:db8:0:8::1"))).toBe("401 ×1");
  });

  it("may be missing: then all such requests are of one network", async () => {
    const rollcall = startLimited({ ip: null });
    const answers = await times(110, (index) =>
      rollcall.call("POST", "/auth/login", { body: { email: `person${index}@example.com`, password: wrong } }),
    );
    expect(inARow(answers)).toBe("401 ×100, 429 ×10");
  });
});

describe("registrations", () => {
  it("are 20 from one address in a quarter of an hour, 60 from its network, whatever comes of them", async () => {
    const rollcall = startLimited();
    const register = (index: number, host: number) =>
      rollcall.call("POST", "/auth/register", {
        body: { email: `person${index % 15}@example.com`, password },
        ip: `198.51.100.${host}`,
      });
    const answers = await times(22, (index) => register(index, 4));
    expect(inARow(answers)).toBe("201 ×15, 409 ×5, 429 ×2");
    expect(await statedWait(answers.at(-1) as Response)).toBeLessThanOrEqual(period);
    expect(noticesOf(rollcall)).toEqual(["network.throttled"]);
    const others = await times(40, (index) => register(index, 5 + (index % 10)));
    expect(inARow(others)).toBe("409 ×39, 429 ×1");
  });

  it("leave signing in alone", async () => {
    const rollcall = startLimited();
    const evaluations = countEvaluations(rollcall);
    await times(25, (index) =>
      rollcall.call("POST", "/auth/register", { body: { email: `person${index}@example.com`, password } }),
    );
    expect(inARow(await spray(rollcall, 1, () => "203.0.113.7"))).toBe("401 ×1");
    expect(evaluations()).toBe(1);
  });
});
