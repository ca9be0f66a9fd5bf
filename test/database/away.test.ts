import { describe, expect, it, vi } from "vitest";
import { bodyOf, refreshes, refusalOf, signIn, signInAsAdministrator, signUp } from "../support/accounts.ts";
import { unsteadyDatabases } from "../support/outages.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

type Call = Parameters<TestRollcall["call"]>;

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";

/** A call of every route that needs the database, each of which succeeds while it is there. */
async function callsThatNeedIt(rollcall: TestRollcall): Promise<Call[]> {
  const { user, tokens } = await signUp(rollcall, email);
  const { token: admin } = await signInAsAdministrator(rollcall);
  const { accessToken: token, refreshToken } = tokens;
  const { items } = await (await rollcall.call("GET", "/me/sessions", { token })).json();
  const account = `/users/${user.id}`;
  const session = items[0].id;
  return [
    ["POST", "/auth/register", { body: { email: "new@example.com", password } }],
    ["POST", "/auth/login", { body: { email, password } }],
    ["POST", "/auth/login", { body: { email, password: newPassword } }],
    ["POST", "/auth/login", { body: { email: "nobody@example.com", password } }],
    ["POST", "/auth/refresh", { body: { refreshToken } }],
    ["POST", "/auth/logout", { body: { refreshToken } }],
    ["GET", "/me", { token }],
    ["PATCH", "/me", { token, body: { name: "Ada" } }],
    ["DELETE", "/me", { token, body: { password } }],
    ["POST", "/me/password", { token, body: { currentPassword: password, newPassword } }],
    ["GET", "/me/sessions", { token }],
    ["DELETE", "/me/sessions", { token }],
    ["DELETE", `/me/sessions/${session}`, { token }],
    ["GET", "/users", { token: admin }],
    ["POST", "/users", { token: admin, body: { email: "new@example.com" } }],
    ["GET", account, { token: admin }],
    ["PATCH", account, { token: admin, body: { roles: ["admin"] } }],
    ["DELETE", account, { token: admin }],
    ["GET", `${account}/sessions`, { token: admin }],
    ["DELETE", `${account}/sessions`, { token: admin }],
    ["DELETE", `${account}/sessions/${session}`, { token: admin }],
    ["GET", "/ready", {}],
  ];
}

async function expectUnavailable(response: Response, call: string): Promise<void> {
  expect(await refusalOf(response.clone()), call).toBe("503 unavailable");
  const { retryAfter } = await bodyOf<{ retryAfter: number }>(response);
  expect(retryAfter).toBeGreaterThan(0);
  expect(response.headers.get("retry-after")).toBe(String(retryAfter));
}

async function isReady(rollcall: TestRollcall): Promise<void> {
  expect((await rollcall.call("GET", "/ready")).status).toBe(200);
}

describe.each(unsteadyDatabases)("while the database is away, on $name", ({ open }) => {
  it("every call that needs it gets 503 with Retry-After, and nothing is let through (Q176)", async () => {
    const { storage, takeAway } = await open();
    const rollcall = startRollcall({ shares: storage });
    const calls = await callsThatNeedIt(rollcall);
    await takeAway();
    const responses = await Promise.all(calls.map((call) => rollcall.call(...call)));
    for (const [index, response] of responses.entries()) {
      await expectUnavailable(response, `${calls[index]?.[0]} ${calls[index]?.[1]}`);
    }
  });

  it("the same service goes on when it is back, with the sessions of before (Q176)", async () => {
    const { storage, takeAway, giveBack } = await open();
    const rollcall = startRollcall({ shares: storage });
    const calls = await callsThatNeedIt(rollcall);
    const { tokens } = await signIn(rollcall, email);
    await takeAway();
    await Promise.all(calls.map((call) => rollcall.call(...call)));
    await giveBack();
    await vi.waitFor(() => isReady(rollcall), { timeout: 15_000, interval: 50 });
    expect((await rollcall.call("GET", "/me", { token: tokens.accessToken })).status).toBe(200);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(true);
    await signIn(rollcall, email);
    await signUp(rollcall, "new@example.com");
  });

  it("a service that starts meanwhile answers 503, and works once it is there (Q176)", async () => {
    const { storage, takeAway, giveBack } = await open();
    await takeAway();
    const rollcall = startRollcall({ shares: storage });
    const registration = { body: { email, password } };
    await expectUnavailable(await rollcall.call("POST", "/auth/register", registration), "POST /auth/register");
    await expectUnavailable(await rollcall.call("GET", "/.well-known/jwks.json"), "GET /.well-known/jwks.json");
    await giveBack();
    await vi.waitFor(() => isReady(rollcall), { timeout: 15_000, interval: 50 });
    expect((await rollcall.call("POST", "/auth/register", registration)).status).toBe(201);
  });

  it("what needs no database is served: health, signing keys, refusals of tokens that are not genuine", async () => {
    const { storage, takeAway } = await open();
    const rollcall = startRollcall({ shares: storage });
    const { accessToken, refreshToken } = (await signUp(rollcall)).tokens;
    await takeAway();
    expect((await rollcall.call("GET", "/health")).status).toBe(200);
    expect((await rollcall.call("GET", "/.well-known/jwks.json")).status).toBe(200);
    const forged = { body: { refreshToken: `${refreshToken.slice(0, -4)}AAAA` } };
    expect(await refusalOf(await rollcall.call("POST", "/auth/refresh", forged))).toBe("401 invalid_refresh_token");
    const me = await rollcall.call("GET", "/me", { token: `${accessToken.slice(0, -8)}AAAAAAAA` });
    expect(await refusalOf(me)).toBe("401 invalid_token");
  });

  it("signing keys that are in memory stay in use when their copy is old", async () => {
    const { storage, takeAway } = await open();
    const rollcall = startRollcall({ shares: storage });
    const { tokens } = await signUp(rollcall);
    await takeAway();
    rollcall.clock.advance(400);
    expect((await rollcall.call("GET", "/.well-known/jwks.json")).status).toBe(200);
    const me = await rollcall.call("GET", "/me", { token: tokens.accessToken });
    await expectUnavailable(me, "GET /me");
  });

  it("the log names the failure for the operator, without what the driver said", async () => {
    const { storage, takeAway } = await open();
    const rollcall = startRollcall({ shares: storage });
    await signUp(rollcall, email);
    await takeAway();
    await rollcall.call("POST", "/auth/login", { body: { email, password } });
    const line = rollcall.logs.at(-1) as string;
    expect(JSON.parse(line)).toMatchObject({ level: "error", status: 503, code: "unavailable", error: {} });
    expect(line).not.toContain(email);
    expect(line).not.toContain(password);
  });
});
