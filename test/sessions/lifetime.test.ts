import type { Session, SignedIn, Tokens } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { bodyOf, refreshes, refusalOf, signIn, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const day = 86_400;
const email = "ada@example.com";

async function sessionsOf(rollcall: TestRollcall, token: string): Promise<Session[]> {
  const response = await rollcall.call("GET", "/me/sessions", { token });
  expect(response.status).toBe(200);
  return (await bodyOf<{ items: Session[] }>(response)).items;
}

/** The tokens after another use of the session, or null when it has ended. */
async function useAgain(rollcall: TestRollcall, { refreshToken }: Tokens): Promise<Tokens | null> {
  const response = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } });
  return response.ok ? (await bodyOf<{ tokens: Tokens }>(response)).tokens : null;
}

describeOnEachDatabase("a session", (form) => {
  describe("that is used", () => {
    it("ends after 30 days however often it is refreshed (Q61)", async () => {
      const rollcall = startRollcall({ form });
      let tokens: Tokens | null = (await signUp(rollcall)).tokens;
      const endedAfter: number[] = [];
      for (let days = 10; days <= 365 && tokens; days += 10) {
        rollcall.clock.advance(10 * day);
        tokens = await useAgain(rollcall, tokens);
        if (!tokens) endedAfter.push(days);
      }
      expect(endedAfter).toEqual([30]);
    });

    it("is good until a minute before its end, and no longer than the setting says (Q61)", async () => {
      const rollcall = startRollcall({ form, settings: { sessionMaxTtl: 3_600, sessionIdleTtl: 3_600 } });
      const { tokens } = await signUp(rollcall);
      rollcall.clock.advance(3_540);
      const last = await useAgain(rollcall, tokens);
      expect(last).not.toBeNull();
      rollcall.clock.advance(60);
      expect(await refreshes(rollcall, last?.refreshToken as string)).toBe(false);
      expect((await rollcall.call("GET", "/me", { token: last?.accessToken as string })).status).toBe(401);
    });

    it("says when it will end: two weeks after its last use, and never after its 30 days", async () => {
      const rollcall = startRollcall({ form });
      let { tokens } = await signUp(rollcall);
      const expectedDays = [14, 14 + 10, 30];
      for (const days of expectedDays) {
        const [session] = await sessionsOf(rollcall, tokens.accessToken);
        const lifetime = Date.parse(session?.expiresAt ?? "") - Date.parse(session?.createdAt ?? "");
        expect(Math.round(lifetime / 1000 / day)).toBe(days);
        rollcall.clock.advance(10 * day - 60);
        tokens = (await useAgain(rollcall, tokens)) ?? tokens;
      }
    });
  });

  describe("that is not used", () => {
    it("ends after two weeks (Q62)", async () => {
      const rollcall = startRollcall({ form });
      const { tokens } = await signUp(rollcall);
      rollcall.clock.advance(14 * day - 60);
      const next = await useAgain(rollcall, tokens);
      expect(next).not.toBeNull();
      rollcall.clock.advance(14 * day);
      expect(await refreshes(rollcall, next?.refreshToken as string)).toBe(false);
    });

    it("is no longer listed, and its access token reads nothing (Q62)", async () => {
      const rollcall = startRollcall({ form, settings: { sessionIdleTtl: 300 } });
      const { accessToken } = (await signUp(rollcall)).tokens;
      rollcall.clock.advance(300);
      expect(await refusalOf(await rollcall.call("GET", "/me", { token: accessToken }))).toBe("401 invalid_token");
      const again = await signIn(rollcall, email);
      expect(await sessionsOf(rollcall, again.tokens.accessToken)).toHaveLength(1);
    });
  });

  describe("whose owner signs out", () => {
    it("ends at once, with every token it had (Q64)", async () => {
      const rollcall = startRollcall({ form });
      const { tokens } = await signUp(rollcall);
      const next = (await useAgain(rollcall, tokens)) as Tokens;
      const response = await rollcall.call("POST", "/auth/logout", { body: { refreshToken: next.refreshToken } });
      expect(response.status).toBe(204);
      expect(await refreshes(rollcall, next.refreshToken)).toBe(false);
      expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
      for (const [method, path, body] of [
        ["GET", "/me"],
        ["PATCH", "/me", { name: "Ada" }],
        ["GET", "/me/sessions"],
        ["DELETE", "/me/sessions"],
        ["POST", "/me/password", { currentPassword: password, newPassword: "seven lighthouses in a row" }],
        ["DELETE", "/me", { password }],
      ] as const) {
        const refused = await rollcall.call(method, path, { token: next.accessToken, body });
        expect(await refusalOf(refused), `${method} ${path}`).toBe("401 invalid_token");
      }
    });

    it("ends by a token that has been used already, too, and leaves the other sessions alone", async () => {
      const rollcall = startRollcall({ form });
      const { tokens } = await signUp(rollcall);
      const other = (await signIn(rollcall, email)).tokens;
      const next = (await useAgain(rollcall, tokens)) as Tokens;
      await rollcall.call("POST", "/auth/logout", { body: { refreshToken: tokens.refreshToken } });
      expect(await refreshes(rollcall, next.refreshToken)).toBe(false);
      expect(await refreshes(rollcall, other.refreshToken)).toBe(true);
    });

    it("may be signed out of again", async () => {
      const rollcall = startRollcall({ form });
      const { refreshToken } = (await signUp(rollcall)).tokens;
      for (let time = 0; time < 3; time++) {
        expect((await rollcall.call("POST", "/auth/logout", { body: { refreshToken } })).status).toBe(204);
      }
    });
  });
});

describeOnEachDatabase("the sessions of an account", (form) => {
  it("are as many as the setting says: one more sign-in ends the one that was used longest ago (Q75, Q200)", async () => {
    const rollcall = startRollcall({ form, settings: { sessionsPerAccount: 10 } });
    const first = (await signUp(rollcall)).tokens;
    rollcall.clock.advance(1);
    const second = (await signIn(rollcall, email)).tokens;
    for (let count = 2; count < 10; count++) {
      rollcall.clock.advance(1);
      await signIn(rollcall, email);
    }
    const kept = (await useAgain(rollcall, first)) as Tokens;
    rollcall.clock.advance(1);
    const last = (await signIn(rollcall, email)).tokens;
    expect(await sessionsOf(rollcall, last.accessToken)).toHaveLength(10);
    expect(await refreshes(rollcall, second.refreshToken)).toBe(false);
    expect(await refreshes(rollcall, kept.refreshToken)).toBe(true);
  });

  it("are no more when 100 sign-ins at once are over, none of which saw the others (Q75)", async () => {
    const rollcall = startRollcall({ form, settings: { sessionsPerAccount: 40 } });
    const first = (await signUp(rollcall)).tokens;
    rollcall.clock.advance(1);
    const burst = await Promise.all(Array.from({ length: 100 }, () => signIn(rollcall, email)));
    const isLive = async ({ tokens }: SignedIn) =>
      (await rollcall.call("GET", "/me", { token: tokens.accessToken })).status === 200;
    const live = (await Promise.all(burst.map(isLive))).filter(Boolean);
    expect(live).toHaveLength(40);
    expect(await refreshes(rollcall, first.refreshToken)).toBe(false);
  });
});
