import { describe, expect, it, vi } from "vitest";
import { bodyOf, refreshes, refusalOf, signIn, signUp } from "../../support/accounts.ts";
import { hasMongodb, newMongodbBehindProxy, newMongodbUri, openObserved, throughProxy } from "../../support/mongodb.ts";
import { password, startRollcall } from "../../support/rollcall.ts";
import { startApi } from "./api.ts";

const email = "ada@example.com";
const login = ["POST", "/auth/login", { body: { email, password } }] as const;

async function expectUnavailable(response: Response): Promise<void> {
  expect(await refusalOf(response.clone())).toBe("503 unavailable");
  expect(response.headers.get("retry-after")).toBe(String((await bodyOf<{ retryAfter: number }>(response)).retryAfter));
}

async function timed<T>(work: Promise<T>): Promise<{ result: T; ms: number }> {
  const started = performance.now();
  const result = await work;
  return { result, ms: performance.now() - started };
}

describe.runIf(hasMongodb)("while the database is away", () => {
  it("a new environment says that it lives, answers 503 to the rest, and recovers by itself (Q176)", async () => {
    const { uri, proxy } = await newMongodbBehindProxy();
    await proxy.close();
    const api = await startApi({ mongodbUri: uri });
    const health = await timed(api.call("GET", "/health"));
    expect(health.result.status).toBe(200);
    expect(health.ms).toBeLessThan(1_000);
    await expectUnavailable(await api.call("GET", "/ready"));
    await expectUnavailable(await api.call(...login));

    await proxy.open();
    await vi.waitFor(async () => expect((await api.call("GET", "/ready")).status).toBe(200), { timeout: 5_000 });
    await signUp(api, email);
    await signIn(api, email);
  });

  it("an environment that has its keys goes on verifying tokens", async () => {
    const { uri, proxy } = await newMongodbBehindProxy();
    const api = await startApi({ mongodbUri: uri });
    const token = (await signUp(api)).tokens.accessToken;
    await proxy.close();
    // What it refuses without looking into the database, once it knows who asks.
    const body = { audience: "a service that there is not" };
    const { result, ms } = await timed(api.call("POST", "/auth/tokens", { token, body }));
    expect(await refusalOf(result)).toBe("422 validation_failed");
    expect(ms).toBeLessThan(1_000);
    const forged = `${token.slice(0, -8)}AAAAAAAA`;
    expect(await refusalOf(await api.call("GET", "/me", { token: forged }))).toBe("401 invalid_token");
  });
});

describe.runIf(hasMongodb)("a database that takes connections and answers nothing", () => {
  it("leads to 503 before the function's time is up, in a new environment and in one that was connected", async () => {
    const { uri, proxy } = await newMongodbBehindProxy();
    const connected = await startApi({ mongodbUri: uri, timeoutMs: 3_000 });
    const { tokens } = await signUp(connected);
    proxy.stall();
    await expectUnavailable(await connected.call(...login));
    await expectUnavailable(await connected.call("GET", "/me", { token: tokens.accessToken }));
    const fresh = await startApi({ mongodbUri: uri, timeoutMs: 3_000 });
    await expectUnavailable(await fresh.call(...login));
    await expectUnavailable(await fresh.call("GET", "/ready"));

    await proxy.open();
    for (const api of [connected, fresh]) {
      await vi.waitFor(() => signIn(api, "ada@example.com"), { timeout: 8_000 });
    }
    expect(await refreshes(connected, tokens.refreshToken)).toBe(true);
  });
});

describe.runIf(hasMongodb)("a token that is not good", () => {
  it("is refused without a connection to the database", async () => {
    const { uri } = await newMongodbUri();
    const rollcall = startRollcall({ shares: openObserved(uri).storage });
    rollcall.clock.advance(-1_200);
    const { accessToken: expired, refreshToken } = (await signUp(rollcall)).tokens;
    const { uri: mongodbUri, proxy } = await throughProxy(uri);
    const api = await startApi({ mongodbUri });
    const [header, claims] = expired.split(".");
    const tokens = {
      "no token at all": "x",
      "three parts that are no JSON": "a.b.c",
      "a refresh token": refreshToken,
      "a token without a signature": `${header}.${claims}.`,
      "an expired token": expired,
    };
    for (const [name, token] of Object.entries(tokens)) {
      const answer = await api.call("GET", "/me", { token });
      expect.soft([await refusalOf(answer), proxy.taken()], name).toEqual(["401 invalid_token", 0]);
    }
    expect((await api.call("GET", "/me")).status).toBe(401);
    expect(proxy.taken()).toBe(0);
  });
});
