import { refresh, refreshGrace, systemContext, type Tokens } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { bodyOf, refreshes, refusalOf, signIn, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";

function send(rollcall: TestRollcall, refreshToken: string): Promise<Response> {
  return rollcall.call("POST", "/auth/refresh", { body: { refreshToken } });
}

async function refreshed(rollcall: TestRollcall, refreshToken: string): Promise<Tokens> {
  const response = await send(rollcall, refreshToken);
  expect(response.status).toBe(200);
  return (await bodyOf<{ tokens: Tokens }>(response)).tokens;
}

/** The log line of the last request. */
function lastLine({ logs }: TestRollcall): Record<string, unknown> {
  return JSON.parse(logs.at(-1) as string);
}

describeOnEachDatabase("a refresh token", (form) => {
  it("is another one after every use, and each in turn is good (Q57)", async () => {
    const rollcall = startRollcall({ form });
    const seen = [(await signUp(rollcall)).tokens.refreshToken];
    for (let use = 0; use < 10; use++) {
      seen.push((await refreshed(rollcall, seen.at(-1) as string)).refreshToken);
      rollcall.clock.advance(60);
    }
    expect(new Set(seen).size).toBe(11);
  });

  it("that is late, because its request was given up, ends nothing: the client has gone on meanwhile", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    const current = await refreshed(rollcall, tokens.refreshToken);
    rollcall.clock.advance(refreshGrace + 1);
    const late = { ...systemContext(rollcall.dependencies), signal: AbortSignal.abort("late") };
    await expect(refresh(late, { refreshToken: tokens.refreshToken })).rejects.toBe("late");
    expect(await refreshes(rollcall, current.refreshToken)).toBe(true);
  });

  it("gives an access token that is good at once", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    rollcall.clock.advance(601);
    expect(await refusalOf(await rollcall.call("GET", "/me", { token: tokens.accessToken }))).toBe("401 invalid_token");
    const { accessToken, tokenType, expiresIn } = await refreshed(rollcall, tokens.refreshToken);
    expect({ tokenType, expiresIn }).toEqual({ tokenType: "Bearer", expiresIn: 600 });
    const me = await rollcall.call("GET", "/me", { token: accessToken });
    expect(await me.json()).toMatchObject({ id: user.id });
  });

  it("that is used again after 30 seconds is refused and ends its session, new tokens and all (Q58)", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    const next = await refreshed(rollcall, tokens.refreshToken);
    rollcall.clock.advance(refreshGrace);
    expect(await refusalOf(await send(rollcall, tokens.refreshToken))).toBe("401 invalid_refresh_token");
    expect(await refusalOf(await send(rollcall, next.refreshToken))).toBe("401 invalid_refresh_token");
    expect(await refusalOf(await rollcall.call("GET", "/me", { token: next.accessToken }))).toBe("401 invalid_token");
  });

  it("that is used again leaves a warning in the log with whose it was", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    await refreshed(rollcall, tokens.refreshToken);
    expect(lastLine(rollcall)).not.toHaveProperty("notices");
    rollcall.clock.advance(refreshGrace);
    await send(rollcall, tokens.refreshToken);
    expect(lastLine(rollcall)).toMatchObject({
      level: "warn",
      route: "/auth/refresh",
      status: 401,
      notices: [{ type: "refresh_token.reused", userId: user.id, sessionId: expect.stringMatching(/^sess_/) }],
    });
  });

  it("that is used again leaves the other sessions of the account alone", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    const other = (await signIn(rollcall, user.email)).tokens;
    await refreshed(rollcall, tokens.refreshToken);
    rollcall.clock.advance(refreshGrace);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
    expect(await refreshes(rollcall, other.refreshToken)).toBe(true);
  });

  describe("whose answer got lost", () => {
    it("gives the very same refresh token again within 30 seconds, as often as it is sent (Q60)", async () => {
      const rollcall = startRollcall({ form });
      const { tokens } = await signUp(rollcall);
      const next = await refreshed(rollcall, tokens.refreshToken);
      for (let repetition = 0; repetition < 4; repetition++) {
        const again = await refreshed(rollcall, tokens.refreshToken);
        expect(again.refreshToken).toBe(next.refreshToken);
        expect((await rollcall.call("GET", "/me", { token: again.accessToken })).status).toBe(200);
        rollcall.clock.advance(6);
      }
      expect(await refreshes(rollcall, next.refreshToken)).toBe(true);
    });

    it("gets no more time from being sent again (Q60)", async () => {
      const rollcall = startRollcall({ form });
      const { tokens } = await signUp(rollcall);
      await refreshed(rollcall, tokens.refreshToken);
      rollcall.clock.advance(refreshGrace / 2);
      await refreshed(rollcall, tokens.refreshToken);
      rollcall.clock.advance(refreshGrace / 2);
      expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
    });

    it("ends its session within the 30 seconds, too, once the next token has been used (Q60)", async () => {
      const rollcall = startRollcall({ form });
      const { tokens } = await signUp(rollcall);
      const next = await refreshed(rollcall, tokens.refreshToken);
      const last = await refreshed(rollcall, next.refreshToken);
      expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
      expect(await refreshes(rollcall, last.refreshToken)).toBe(false);
    });

    it("has the 30 seconds that are documented (Q60)", () => {
      expect(refreshGrace).toBe(30);
    });
  });
});
