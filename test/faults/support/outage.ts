import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { newMongodbBehindProxy } from "../../support/mongodb.ts";
import { password } from "../../support/rollcall.ts";
import { timed } from "../../support/timed.ts";
import { type Answer, newEmail, type Service, startService } from "./service.ts";
import { refreshTokenOf } from "./traffic.ts";

/** Milliseconds: docs/operations.md promises that two questions to the database take no longer. */
const promised = 16_000;

/** What a fault may take to be over for good once it has ended. */
const recovery = 10_000;

/** What somebody can do who has an account, and what came of it. */
export function visitorsOf(service: Service) {
  const state = { email: newEmail(), refreshToken: "", accessToken: "" };
  const remember = (answer: Answer) => {
    const tokens = answer.body.tokens as { accessToken: string } | undefined;
    if (!tokens) return answer;
    state.accessToken = tokens.accessToken;
    state.refreshToken = refreshTokenOf(answer);
    return answer;
  };
  const post = (path: string, body: object) => service.call("POST", path, body);
  return {
    async join() {
      expect(remember(await post("/auth/register", { email: state.email, password })).status).toBe(201);
    },
    requests: {
      "a registration": async () => post("/auth/register", { email: newEmail(), password }),
      "a sign-in": async () => post("/auth/login", { email: state.email, password }),
      "a refused sign-in": async () => post("/auth/login", { email: state.email, password: "not the right password" }),
      "a refresh": async () => remember(await post("/auth/refresh", { refreshToken: state.refreshToken })),
      "one's account": async () => service.call("GET", "/me", undefined, state.accessToken),
      readiness: async () => service.call("GET", "/ready"),
    },
  };
}

/** A server process with a proxy before its database, and somebody who has an account. */
export async function startBehindProxy() {
  const { uri, proxy } = await newMongodbBehindProxy();
  const service = await startService("mongodb", { mongodbUri: uri });
  const visitors = visitorsOf(service);
  await visitors.join();
  return { service, proxy, visitors };
}

type Visitors = ReturnType<typeof visitorsOf>;

/** While the database is away: everything that needs it is refused, in time, with when to come again; the rest is served. */
export async function expectAway({ requests }: Visitors, service: Service): Promise<number> {
  const answers = await Promise.all(
    Object.entries(requests).map(async ([name, send]) => ({ name, ...(await timed(send)) })),
  );
  for (const { name, result, ms } of answers) {
    expect
      .soft([result.status, result.body.code, Number(result.retryAfter) > 0], name)
      .toEqual([503, "unavailable", true]);
    expect.soft(ms, name).toBeLessThan(promised);
  }
  expect((await service.call("GET", "/health")).status).toBe(200);
  expect((await service.call("GET", "/.well-known/jwks.json")).status).toBe(200);
  return Math.max(...answers.map(({ ms }) => ms));
}

/** Once the fault has ended: everything is served as before, without a restart. @returns after how many milliseconds */
export async function expectBack({ requests }: Visitors): Promise<number> {
  const { ms } = await timed(async () => {
    while ((await requests.readiness()).status !== 200) await sleep(50);
  });
  expect(ms).toBeLessThan(recovery);
  const statuses = [];
  for (const [name, send] of Object.entries(requests)) statuses.push([name, (await send()).status]);
  expect(Object.fromEntries(statuses)).toEqual({
    "a registration": 201,
    "a sign-in": 200,
    "a refused sign-in": 401,
    "a refresh": 200,
    "one's account": 200,
    readiness: 200,
  });
  return ms;
}

export function report(what: string, longest: number, back: number): void {
  console.log(`${what}: longest refusal ${Math.round(longest)} ms, back after ${Math.round(back)} ms`);
}
