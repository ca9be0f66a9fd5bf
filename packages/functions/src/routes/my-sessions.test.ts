import type { Session } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { bodyOf, refreshes, refusalOf, signIn, signUp } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";

const day = 86_400;

async function sessionsOf(rollcall: TestRollcall, token: string): Promise<Session[]> {
  const response = await rollcall.call("GET", "/me/sessions", { token });
  expect(response.status).toBe(200);
  return (await bodyOf<{ items: Session[] }>(response)).items;
}

const end = (rollcall: TestRollcall, token: string, id = "") =>
  rollcall.call("DELETE", `/me/sessions${id && `/${id}`}`, { token });

/** An account with one session for each of `count`, the last the newest. */
async function startSessions(rollcall: TestRollcall, count: number) {
  const signedIn = [await signUp(rollcall)];
  while (signedIn.length < count) {
    rollcall.clock.advance(1);
    signedIn.push(await signIn(rollcall, "ada@example.com"));
  }
  return signedIn.map(({ tokens }) => tokens);
}

async function idOf(rollcall: TestRollcall, { accessToken }: { accessToken: string }): Promise<string> {
  return (await sessionsOf(rollcall, accessToken)).find(({ current }) => current)?.id as string;
}

describeOnEachDatabase("the list of my sessions", (form) => {
  it("tells when, from where and how each began, the last used first, and which is this one (Q66)", async () => {
    const rollcall = startRollcall({ form });
    const headers = { "user-agent": "Firefox on Linux" };
    const body = { email: "ada@example.com", password };
    await rollcall.call("POST", "/auth/register", { body, headers });
    rollcall.clock.advance(60);
    const { tokens } = await signIn(rollcall, "ada@example.com");
    const [newest, oldest] = await sessionsOf(rollcall, tokens.accessToken);
    expect(newest).toEqual({
      id: expect.stringMatching(/^sess_[0-7][0-9a-z]{25}$/),
      current: true,
      createdAt: expect.any(String),
      lastUsedAt: newest?.createdAt,
      expiresAt: expect.any(String),
      userAgent: null,
      device: { browser: null, system: null },
      ip: "203.0.113.7",
      amr: ["pwd"],
    });
    expect(oldest).toMatchObject({ current: false, userAgent: "Firefox on Linux" });
    expect(Date.parse(newest?.expiresAt ?? "") - Date.parse(newest?.createdAt ?? "")).toBe(14 * day * 1_000);
  });

  it("follows a refresh, which uses the session, and drops what has expired", async () => {
    const rollcall = startRollcall({ form });
    const [first, second] = await startSessions(rollcall, 2);
    rollcall.clock.advance(13 * day);
    expect(await refreshes(rollcall, first?.refreshToken ?? "")).toBe(true);
    const { tokens } = await signIn(rollcall, "ada@example.com");
    expect(await sessionsOf(rollcall, tokens.accessToken)).toHaveLength(3);
    rollcall.clock.advance(2 * day);
    const again = await signIn(rollcall, "ada@example.com");
    const left = await sessionsOf(rollcall, again.tokens.accessToken);
    expect(left).toHaveLength(3);
    expect(left.at(-1)?.lastUsedAt).not.toBe(left.at(-1)?.createdAt);
    expect(await refreshes(rollcall, second?.refreshToken ?? "")).toBe(false);
  });

  it("holds nobody else's sessions", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall, "eve@example.com");
    await signUp(rollcall);
    expect(await sessionsOf(rollcall, tokens.accessToken)).toHaveLength(1);
  });
});

describeOnEachDatabase("ending one of my sessions", (form) => {
  it("kills its refresh token and its access token, and no other (Q66)", async () => {
    const rollcall = startRollcall({ form });
    const [first, second, third] = await startSessions(rollcall, 3);
    if (!first || !second || !third) throw new Error("There are three sessions");
    const response = await end(rollcall, third.accessToken, await idOf(rollcall, first));
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(await refreshes(rollcall, first.refreshToken)).toBe(false);
    const me = await rollcall.call("GET", "/me", { token: first.accessToken });
    expect(await refusalOf(me)).toBe("401 invalid_token");
    expect(await refreshes(rollcall, second.refreshToken)).toBe(true);
    expect(await sessionsOf(rollcall, third.accessToken)).toHaveLength(2);
  });

  it("may be the current one, which ends the caller (Q66)", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    expect((await end(rollcall, tokens.accessToken, await idOf(rollcall, tokens))).status).toBe(204);
    const list = await rollcall.call("GET", "/me/sessions", { token: tokens.accessToken });
    expect(await refusalOf(list)).toBe("401 invalid_token");
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
  });

  it("answers 404 for one that has ended, never was, is somebody else's or is no id (Q102)", async () => {
    const rollcall = startRollcall({ form });
    const [first, second] = await startSessions(rollcall, 2);
    const eve = await signUp(rollcall, "eve@example.com");
    if (!first || !second) throw new Error("There are two sessions");
    const ended = await idOf(rollcall, first);
    await end(rollcall, second.accessToken, ended);
    const others = await idOf(rollcall, eve.tokens);
    const ids = [
      ended,
      others,
      `sess_${"0".repeat(26)}`,
      eve.user.id,
      "x",
      "__proto__",
      "sess_.%24where",
      `%20${others}`,
    ];
    for (const id of ids) expect(await refusalOf(await end(rollcall, second.accessToken, id))).toBe("404 not_found");
    expect(await refreshes(rollcall, eve.tokens.refreshToken)).toBe(true);
    expect(await refreshes(rollcall, second.refreshToken)).toBe(true);
  });
});

describeOnEachDatabase("ending all my other sessions", (form) => {
  it("leaves the current one, and nobody else's, and can be repeated (Q66)", async () => {
    const rollcall = startRollcall({ form });
    const eve = await signUp(rollcall, "eve@example.com");
    const tokens = await startSessions(rollcall, 4);
    const current = tokens.pop() as (typeof tokens)[0];
    for (let time = 0; time < 2; time++) {
      const response = await end(rollcall, current.accessToken);
      expect([response.status, await response.text()]).toEqual([204, ""]);
    }
    for (const { refreshToken } of tokens) expect(await refreshes(rollcall, refreshToken)).toBe(false);
    expect(await sessionsOf(rollcall, current.accessToken)).toMatchObject([{ current: true }]);
    expect(await refreshes(rollcall, current.refreshToken)).toBe(true);
    expect(await refreshes(rollcall, eve.tokens.refreshToken)).toBe(true);
  });
});

describe("my sessions", () => {
  it("are over for a token whose session has ended", async () => {
    const rollcall = startRollcall();
    const [first, second] = await startSessions(rollcall, 2);
    if (!first || !second) throw new Error("There are two sessions");
    const id = await idOf(rollcall, second);
    await end(rollcall, second.accessToken);
    const calls = [
      await rollcall.call("GET", "/me/sessions", { token: first.accessToken }),
      await end(rollcall, first.accessToken, id),
      await end(rollcall, first.accessToken),
    ];
    for (const call of calls) expect(await refusalOf(call)).toBe("401 invalid_token");
    expect(await refreshes(rollcall, second.refreshToken)).toBe(true);
  });
});
