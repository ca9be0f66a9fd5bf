import { type AccessToken, systemContext, type Tokens, usersOf } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import {
  bodyOf,
  refreshes,
  refusalOf,
  serviceTokenOf,
  sessionIdOf,
  signIn,
  signUp,
} from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { takeApart } from "../../../../test/support/forged-tokens.ts";
import { withPauses } from "../../../../test/support/pauses.ts";
import { password, startRollcall, type TestRollcall, testSettings } from "../../../../test/support/rollcall.ts";
import type { Problem } from "../http/problem.ts";

const newPassword = "seven lighthouses in a row";

const verify = (rollcall: TestRollcall, token: string, body: unknown = { password }) =>
  rollcall.call("POST", "/me/verify", { token, body });

const authTimeOf = (token: string) => takeApart(token).claims.auth_time as number;

/** The time by the service's clock, as claims have it. */
const now = ({ clock }: TestRollcall) => Math.floor(clock.now().getTime() / 1000);

async function refresh(rollcall: TestRollcall, refreshToken: string): Promise<Tokens> {
  const response = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } });
  expect(response.status).toBe(200);
  return (await bodyOf<{ tokens: Tokens }>(response)).tokens;
}

describeOnEachDatabase("proving anew who is signed in", (form) => {
  it("gives an access token that says so, and leaves the session as it is otherwise (Q109)", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    rollcall.clock.advance(300);
    const asked = now(rollcall);
    const response = await verify(rollcall, tokens.accessToken);
    expect(response.status).toBe(200);
    const given = await bodyOf<AccessToken>(response);
    expect(given).toEqual({ accessToken: expect.any(String), tokenType: "Bearer", expiresIn: 600 });
    const [before, after] = [tokens.accessToken, given.accessToken].map((token) => takeApart(token).claims);
    const { auth_time, iat, exp, jti, ...rest } = after as Record<string, unknown>;
    expect(before).toMatchObject(rest);
    expect(rest).toMatchObject({ sub: user.id, amr: ["pwd"], acr: "1" });
    expect(auth_time).toBeGreaterThanOrEqual(asked);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(true);
  });

  it("stays true through refreshes, for other services too, and is lost with the session (Q109)", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    rollcall.clock.advance(300);
    const asked = now(rollcall);
    const provedAt = authTimeOf((await bodyOf<AccessToken>(await verify(rollcall, tokens.accessToken))).accessToken);
    expect(provedAt).toBeGreaterThanOrEqual(asked);
    rollcall.clock.advance(500);
    const next = await refresh(rollcall, tokens.refreshToken);
    expect(authTimeOf(next.accessToken)).toBe(provedAt);
    expect(authTimeOf(await serviceTokenOf(rollcall, next.accessToken))).toBe(provedAt);
    rollcall.clock.advance(500);
    expect(authTimeOf((await refresh(rollcall, next.refreshToken)).accessToken)).toBe(provedAt);
    expect(authTimeOf((await signIn(rollcall, user.email)).tokens.accessToken)).toBeGreaterThan(provedAt);
  });

  it("opens what wants a recent proof, in this session and in no other (Q109)", async () => {
    const rollcall = startRollcall({ form });
    const [here, elsewhere] = [await signUp(rollcall), await signIn(rollcall, "ada@example.com")];
    rollcall.clock.advance(601);
    const [mine, others] = [
      await refresh(rollcall, here.tokens.refreshToken),
      await refresh(rollcall, elsewhere.tokens.refreshToken),
    ];
    const { accessToken } = await bodyOf<AccessToken>(await verify(rollcall, mine.accessToken));
    const change = (token: string) =>
      rollcall.call("POST", "/me/password", { token, body: { currentPassword: password, newPassword } });
    expect(await refusalOf(await change(others.accessToken))).toBe("401 reauthentication_required");
    // The session has come to it since: the next access token says so.
    expect(await refusalOf(await change(mine.accessToken))).toBe("401 invalid_token");
    expect((await change(accessToken)).status).toBe(204);
  });

  it("says at the field that the password is wrong, and changes nothing", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    const signedInAt = now(rollcall);
    rollcall.clock.advance(300);
    const refused = await verify(rollcall, tokens.accessToken, { password: newPassword });
    expect(refused.headers.get("www-authenticate")).toBeNull();
    expect(await bodyOf<Problem>(refused)).toMatchObject({
      status: 422,
      code: "validation_failed",
      issues: [{ path: ["password"], code: "wrong_password", message: "Is not your current password" }],
    });
    expect(authTimeOf((await refresh(rollcall, tokens.refreshToken)).accessToken)).toBe(signedInAt);
  });

  it("is over for a session that has ended", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    await rollcall.call("POST", "/auth/logout", { body: { refreshToken: tokens.refreshToken } });
    expect(await refusalOf(await verify(rollcall, tokens.accessToken))).toBe("401 invalid_token");
  });

  it("is one budget with every other proof of the account (Q31)", async () => {
    const { limits } = testSettings;
    const rollcall = startRollcall({
      form,
      settings: { limits: { ...limits, guess: { ...limits.guess, perAccount: 3 } } },
    });
    const { tokens } = await signUp(rollcall);
    const token = tokens.accessToken;
    const wrong = { currentPassword: newPassword, newPassword };
    await rollcall.call("POST", "/me/password", { token, body: wrong });
    await rollcall.call("DELETE", "/me", { token, body: { password: newPassword } });
    await verify(rollcall, token, { password: newPassword });
    const refused = await verify(rollcall, token);
    expect([await refusalOf(refused.clone()), refused.headers.has("retry-after")]).toEqual([
      "429 too_many_attempts",
      true,
    ]);
    expect((await rollcall.call("GET", "/me", { token })).status).toBe(200);
  });

  it("forgets the attempts before it, and is an event of the account", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    await verify(rollcall, tokens.accessToken, { password: newPassword });
    await verify(rollcall, tokens.accessToken);
    const account = await usersOf(systemContext(rollcall.dependencies)).findOne({ _id: user.id });
    const sessionId = await sessionIdOf(rollcall, tokens.accessToken);
    expect(account?.attempts).toBeUndefined();
    expect(Object.values(account?.outbox ?? {})).toContainEqual(
      expect.objectContaining({
        type: "user.reauthenticated",
        actor: { type: "user", id: user.id },
        sessionId,
        ip: "203.0.113.7",
        data: { amr: ["pwd"] },
      }),
    );
  });
});

describeOnEachDatabase("between the read and the write of a proof", (form) => {
  /** What a proof is answered with while `act` happens between its read and its write, by another process. */
  async function meanwhile(act: (first: TestRollcall, tokens: Tokens) => Promise<unknown>) {
    const first = startRollcall({ form });
    const { storage, pauseBefore } = withPauses(first.storage);
    const slow = startRollcall({ shares: storage });
    const { tokens } = await signUp(first);
    const pause = pauseBefore("findOneAndUpdate", (_, update) => JSON.stringify(update).includes("authenticatedAt"));
    const answer = verify(slow, tokens.accessToken);
    await pause.reached;
    await act(first, tokens);
    pause.proceed();
    return { first, tokens, answer: await answer };
  }

  const changePassword = (service: TestRollcall, token: string) =>
    service.call("POST", "/me/password", { token, body: { currentPassword: password, newPassword } });

  it("the session was refreshed: the proof counts for its next tokens", async () => {
    let next: Tokens | undefined;
    const { first, answer } = await meanwhile(async (service, { refreshToken }) => {
      service.clock.advance(60);
      next = await refresh(service, refreshToken);
    });
    const { accessToken } = await bodyOf<AccessToken>(answer);
    expect(authTimeOf((await refresh(first, next?.refreshToken as string)).accessToken)).toBe(authTimeOf(accessToken));
  });

  it("the session was signed out of: it is refused", async () => {
    const { answer } = await meanwhile((service, { refreshToken }) =>
      service.call("POST", "/auth/logout", { body: { refreshToken } }),
    );
    expect(await refusalOf(answer)).toBe("401 invalid_token");
  });

  it("the password was changed in another session: it is refused with the session", async () => {
    const { answer } = await meanwhile(async (service) => {
      const other = await signIn(service, "ada@example.com");
      await changePassword(service, other.tokens.accessToken);
    });
    expect(await refusalOf(answer)).toBe("401 invalid_token");
  });

  it("the password was changed in the same session: the old one proves nothing any more", async () => {
    const { first, tokens, answer } = await meanwhile(async (service, { accessToken }) => {
      service.clock.advance(60);
      expect((await changePassword(service, accessToken)).status).toBe(204);
    });
    expect((await bodyOf<Problem>(answer)).issues?.[0]?.code).toBe("wrong_password");
    expect(authTimeOf((await refresh(first, tokens.refreshToken)).accessToken)).toBe(authTimeOf(tokens.accessToken));
  });
});

describeOnEachDatabase("between the read and the write of", (form) => {
  it.each([
    ["a password change", "POST", "/me/password", { currentPassword: password, newPassword }],
    ["ending one's other sessions", "DELETE", "/me/sessions", undefined],
  ])("%s its session was proved anew: that stays true", async (_, method, path, body) => {
    const first = startRollcall({ form });
    const { storage, pauseBefore } = withPauses(first.storage);
    const slow = startRollcall({ shares: storage });
    const { tokens } = await signUp(first);
    const token = tokens.accessToken;
    const pause = pauseBefore("findOneAndUpdate", (_filter, update) => JSON.stringify(update).includes('"sessions":'));
    const answer = slow.call(method, path, { token, body });
    await pause.reached;
    first.clock.advance(60);
    const proved = await bodyOf<AccessToken>(await verify(first, token));
    pause.proceed();
    expect((await answer).status).toBe(204);
    const next = await refresh(first, tokens.refreshToken);
    expect(authTimeOf(next.accessToken)).toBe(authTimeOf(proved.accessToken));
  });
});

describe("50 proofs of one session at once", () => {
  it("all count, and leave one session", async () => {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall);
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(rollcall, tokens.accessToken)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const sessions = await rollcall.call("GET", "/me/sessions", { token: tokens.accessToken });
    expect((await bodyOf<{ items: unknown[] }>(sessions)).items).toHaveLength(1);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(true);
  });
});
