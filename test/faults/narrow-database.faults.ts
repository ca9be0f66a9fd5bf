import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { hasMongodb } from "../support/mongodb.ts";
import { timed } from "../support/timed.ts";
import { expectBack, startBehindProxy } from "./support/outage.ts";

describe.runIf(hasMongodb)("a way to the database", () => {
  it("of two seconds serves everybody in time (Q177)", async () => {
    const { proxy, visitors } = await startBehindProxy();
    proxy.slow(2_000);
    const { ms } = await timed(() => expectBack(visitors));
    console.log(`All of it with a database that takes two seconds: ${Math.round(ms)} ms`);
  });

  it("of two kilobytes a second gets everybody an answer in time, and recovers (Q177)", async () => {
    const { proxy, visitors } = await startBehindProxy();
    proxy.throttle(2_000);
    const answers = await Promise.all(
      Object.values(visitors.requests).flatMap((send) => [timed(send), timed(send), timed(send)]),
    );
    for (const { result, ms } of answers) {
      expect([200, 201, 401, 503]).toContain(result.status);
      expect(ms).toBeLessThan(16_000);
    }
    proxy.throttle(Number.POSITIVE_INFINITY);
    await sleep(1_000);
    await expectBack(visitors);
  });
});
