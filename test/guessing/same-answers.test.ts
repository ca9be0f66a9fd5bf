import { expect, it } from "vitest";
import { administrate, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { addressIn, inARow, startLimited, times, wrong } from "../support/guessing.ts";
import { type TestRollcall, testSettings } from "../support/rollcall.ts";

/** Whose an address may be. */
const kinds = ["known@example.com", "unknown@example.com", "disabled@example.com", "invited@example.com"];

async function startWithEveryKind(form: Parameters<Parameters<typeof describeOnEachDatabase>[1]>[0]) {
  const rollcall = startLimited({ form });
  const { edit, create } = await administrate(rollcall);
  await signUp(rollcall, "known@example.com");
  const { user } = await signUp(rollcall, "disabled@example.com");
  await edit(user.id, { status: "disabled" });
  // Without a password.
  await create({ email: "invited@example.com" });
  return rollcall;
}

/** All that a client sees, but what differs from request to request. */
async function seen(response: Response) {
  const { requestId: _, instance, retryAfter, ...problem } = await response.json();
  const headers = Object.fromEntries(
    [...response.headers].filter(([name]) => !/^(x-request-id|retry-after)$/.test(name)),
  );
  return { status: response.status, headers, problem, hasInstance: typeof instance, isLater: retryAfter > 0 };
}

const guess = (rollcall: TestRollcall, email: string, ip: string) =>
  rollcall.call("POST", "/auth/login", { body: { email, password: wrong }, ip });

describeOnEachDatabase("addresses that are known, unknown, disabled or without a password", (form) => {
  it("get the same answers in the same order (Q29)", async () => {
    const rollcall = await startWithEveryKind(form);
    for (const email of kinds) {
      const answers = await times(14, (index) => guess(rollcall, email, addressIn(index)));
      expect([email, inARow(answers)]).toEqual([email, "401 ×10, 429 ×4"]);
    }
    rollcall.clock.advance(600);
    for (const email of kinds) {
      const answers = await times(3, (index) => guess(rollcall, email, addressIn(index)));
      expect([email, inARow(answers)]).toEqual([email, "401 ×1, 429 ×2"]);
    }
  });

  it("get answers that differ in nothing, refused or not, and the same waits (Q29)", async () => {
    const rollcall = await startWithEveryKind(form);
    const all = await times(kinds.length, async (kind) => {
      const answers = await times(12, (index) => guess(rollcall, kinds[kind] as string, addressIn(index)));
      return Promise.all(answers.map(seen));
    });
    for (const answers of all) expect(answers).toEqual(all[0]);
    const waits = await times(kinds.length, async (kind) =>
      Number((await guess(rollcall, kinds[kind] as string, addressIn(20))).headers.get("retry-after")),
    );
    expect(Math.max(...waits) - Math.min(...waits)).toBeLessThanOrEqual(3);
  });

  it("cost the same operations, looked at, refused, and refused for their network (Q29)", async () => {
    const rollcall = await startWithEveryKind(form);
    const costs = await times(kinds.length, (kind) =>
      times(14, async (index) => {
        const before = rollcall.storage.roundTrips();
        await guess(rollcall, kinds[kind] as string, addressIn(index));
        return rollcall.storage.roundTrips() - before;
      }),
    );
    for (const cost of costs) expect(cost).toEqual(Array<number>(14).fill(3));
    await times(100, (index) => guess(rollcall, `person${index}@example.com`, "198.51.100.4"));
    for (const email of kinds) {
      // Another process, which does not know yet that the network is shut out.
      const other = startLimited({ shares: rollcall.storage });
      await other.dependencies.accessTokens.requireSigner();
      const shutOut = await times(2, async () => {
        const before = rollcall.storage.roundTrips();
        expect((await guess(other, email, "198.51.100.4")).status).toBe(429);
        return rollcall.storage.roundTrips() - before;
      });
      expect([email, ...shutOut]).toEqual([email, 3, 0]);
    }
  });

  it("cost the same with an outbox that is full", async () => {
    const rollcall = startLimited({ form, settings: { limits: testSettings.limits } });
    await signUp(rollcall, "known@example.com");
    await times(60, () => guess(rollcall, "known@example.com", "198.51.100.4"));
    const costs = await times(2, async (kind) => {
      const before = rollcall.storage.roundTrips();
      await guess(rollcall, kinds[kind] as string, "198.51.100.4");
      return rollcall.storage.roundTrips() - before;
    });
    expect(costs).toEqual([3, 3]);
  });
});
