import { describe, expect, it } from "vitest";
import { bodyOf, logIn, signUp } from "./support/accounts.ts";
import { hasMongodb, newMongodbBehindProxy, openObserved } from "./support/mongodb.ts";
import { startRollcall } from "./support/rollcall.ts";

/** Milliseconds after which docs/operations.md promises an answer. */
const promised = 11_000;

describe.runIf(hasMongodb)("with a database that takes two seconds for each answer", () => {
  it("every request is answered in the time that is promised, and health at once (Q177)", {
    timeout: 30_000,
  }, async () => {
    const { uri, proxy } = await newMongodbBehindProxy();
    const { storage } = openObserved(uri);
    const rollcall = startRollcall({ shares: storage });
    const { tokens } = await signUp(rollcall);
    const readMe = () => rollcall.call("GET", "/me", { token: tokens.accessToken });
    await Promise.all(Array.from({ length: 100 }, readMe));
    proxy.slow(2_000);
    const timed = async (request: Promise<Response>) => {
      const started = performance.now();
      const response = await request;
      return { status: response.status, ms: performance.now() - started, response };
    };
    const busy = Array.from({ length: 30 }, (_, index) =>
      timed(
        index % 2 ? logIn(rollcall, "ada@example.com") : rollcall.call("GET", "/me", { token: tokens.accessToken }),
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    const health = await timed(rollcall.call("GET", "/health"));
    expect([health.status, health.ms < 200]).toEqual([200, true]);
    const answers = await Promise.all(busy);
    expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(promised);
    for (const { status, response } of answers) {
      expect([200, 503]).toContain(status);
      if (status === 503) expect(await bodyOf(response)).toMatchObject({ code: "unavailable", retryAfter: 2 });
    }
    // The pool has connections already, so whoever got one was served.
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10);
    proxy.slow(0);
    expect((await readMe()).status).toBe(200);
  });
});
