import { platform } from "node:os";
import { describe, expect, it } from "vitest";
import { password } from "../support/rollcall.ts";
import { lengthOf } from "./support/length.ts";
import { atOnce, atRate, countOf, type Outcome, quantile, send } from "./support/rate.ts";
import { forms, newEmail, startService } from "./support/service.ts";

const accounts = 60;
const seconds = lengthOf(6, 30);

/** Milliseconds that whoever is let in waits at most: those who are in line before, at twice the time of a hash. */
const longestWait = 10_000;

/** Elsewhere than on Linux all have one address. */
const from = (index: number) =>
  platform() === "linux" ? `127.0.${1 + (index % 200)}.${1 + (index % 7)}` : "127.0.0.1";

const admitted = (outcomes: Outcome[]) => outcomes.filter(({ status }) => status === 200);

async function startFull() {
  const service = await startService(forms.at(-1) as (typeof forms)[number], { env: { SESSIONS_PER_ACCOUNT: "5" } });
  const emails = Array.from({ length: accounts }, newEmail);
  for (const email of emails) {
    expect((await service.call("POST", "/auth/register", { email, password })).status).toBe(201);
  }
  const signIn = (index: number) =>
    send(service.url(), {
      path: "/auth/login",
      body: { email: emails[index % accounts], password },
      from: from(index),
    });
  return { service, signIn };
}

describe("sign-ins at four times the rate that can be served", () => {
  it("are served at 0.8 of that rate or more, in bounded time, and the rest is told when to come again (Q181)", async () => {
    const { service, signIn } = await startFull();
    await atOnce(8, 2, signIn);
    const alone = await atOnce(8, seconds, signIn);
    const capacity = admitted(alone.outcomes).length / alone.seconds;
    const { outcomes, seconds: taken } = await atRate(4 * capacity, seconds, signIn);
    const served = admitted(outcomes);
    const refused = outcomes.filter(({ status }) => status !== 200);
    const goodput = served.length / taken;
    const times = served.map(({ ms }) => ms);
    console.log(
      [
        `capacity ${capacity.toFixed(1)}/s, p99 ${quantile(
          alone.outcomes.map(({ ms }) => ms),
          0.99,
        ).toFixed(0)} ms`,
        `at four times goodput ${goodput.toFixed(1)}/s (${(goodput / capacity).toFixed(2)})`,
        `served p50 ${quantile(times, 0.5).toFixed(0)}, p99 ${quantile(times, 0.99).toFixed(0)} ms`,
        `refused p99 ${quantile(
          refused.map(({ ms }) => ms),
          0.99,
        ).toFixed(0)} ms, ${JSON.stringify(countOf(outcomes.map(({ status }) => status)))}`,
      ].join("; "),
    );
    expect(
      refused.filter(({ status, retryAfter }) => ![429, 503].includes(status) || !(Number(retryAfter) > 0)),
    ).toEqual([]);
    // A machine that does something else meanwhile gives less; the rate itself is printed.
    expect(goodput / capacity).toBeGreaterThan(0.5);
    expect(quantile(times, 0.99)).toBeLessThan(longestWait);
    expect((await signIn(0)).status).toBe(200);
    expect((await service.call("GET", "/health")).status).toBe(200);
  });
});
