import type { SignedIn } from "@rollcall/core";
import { expect, it } from "vitest";
import { administrate, bodyOf, statusOf } from "../support/accounts.ts";
import { cookieName } from "../support/cookie-page.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import {
  type Asked,
  addApp,
  answerWith,
  askedFor,
  codeOf,
  nextCode,
  type Protected,
  post,
  signUpProtected,
  storedAccount,
  wrongCodeOf,
} from "../support/factors.ts";
import { mailOf } from "../support/mails.ts";
import { startTwoServices, together } from "../support/races.ts";
import { password, startRollcall, type TestRollcall, testSettings } from "../support/rollcall.ts";

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";

describeOnEachDatabase("half a sign-in", (form) => {
  const expired = "410 code_expired";

  it("can be completed for five minutes", async () => {
    const rollcall = startRollcall({ form });
    const { app } = await signUpProtected(rollcall, email);
    const { mfaToken } = await askedFor(rollcall, email);
    const { mfaToken: late } = await askedFor(rollcall, email);
    rollcall.clock.advance(290);
    expect(await statusOf(answerWith(rollcall, mfaToken, { code: nextCode(rollcall, app) }))).toBe(expired);
    rollcall.clock.advance(-30);
    expect(await statusOf(answerWith(rollcall, late, { code: codeOf(rollcall, app) }))).toBe("200");
  });

  it("leads to one session, however many right answers come at once", async () => {
    const services = startTwoServices(form);
    const [rollcall] = services;
    const { app, user } = await signUpProtected(rollcall, email);
    const { mfaToken } = await askedFor(rollcall, email);
    const calls = together(services, 20, (service, index) =>
      answerWith(
        service,
        mfaToken,
        index < 10 ? { recoveryCode: app.recoveryCodes[index] } : { code: codeAfter(rollcall, app) },
      ),
    );
    const answers = await Promise.all(calls.map((call) => statusOf(call())));
    expect(answers.toSorted()).toEqual(["200", ...Array(19).fill("410 code_used")]);
    const { sessions, recoveryCodes } = await storedAccount(rollcall, user.id);
    expect(Object.keys(sessions)).toHaveLength(2);
    expect(Object.keys(recoveryCodes?.left ?? {}).length).toBeGreaterThanOrEqual(9);
    expect(await statusOf(answerWith(rollcall, mfaToken, { recoveryCode: app.recoveryCodes[9] }))).toBe(
      "410 code_used",
    );
  });

  it("may be completed after wrong answers, and beside another one", async () => {
    const rollcall = startRollcall({ form });
    const { app } = await signUpProtected(rollcall, email);
    const [first, second] = [await askedFor(rollcall, email), await askedFor(rollcall, email)];
    const wrong = { code: wrongCodeOf(rollcall, app) };
    expect(await statusOf(answerWith(rollcall, first.mfaToken, wrong))).toBe("401 invalid_credentials");
    for (const { mfaToken } of [first, second]) {
      expect(await statusOf(answerWith(rollcall, mfaToken, { code: nextCode(rollcall, app) }))).toBe("200");
    }
  });

  it("uses up no attempts once it has led to a session, or is void (Q31)", async () => {
    const { limits } = testSettings;
    const settings = { limits: { ...limits, guess: { ...limits.guess, perAccount: 6 } } };
    const rollcall = startRollcall({ form, settings });
    const { app, tokens } = await signUpProtected(rollcall, email);
    const [stale, used] = [await askedFor(rollcall, email), await askedFor(rollcall, email)];
    expect(await statusOf(answerWith(rollcall, used.mfaToken, { code: nextCode(rollcall, app) }))).toBe("200");
    const code = wrongCodeOf(rollcall, app);
    for (let times = 0; times < 8; times++)
      expect(await statusOf(answerWith(rollcall, used.mfaToken, { code }))).toBe("410 code_used");
    await post(rollcall, "/me/password", { currentPassword: password, newPassword }, tokens.accessToken);
    for (let times = 0; times < 8; times++)
      expect(await statusOf(answerWith(rollcall, stale.mfaToken, { code }))).toBe(expired);
    const { mfaToken } = await askedFor(rollcall, email, newPassword);
    expect(await statusOf(answerWith(rollcall, mfaToken, { code: nextCode(rollcall, app) }))).toBe("200");
  });

  it("takes no code of another account, for which it was not begun (Q128)", async () => {
    const rollcall = startRollcall({ form });
    const ada = await signUpProtected(rollcall, email);
    const grace = await signUpProtected(rollcall, "grace@example.com");
    const { mfaToken } = await askedFor(rollcall, email);
    for (const answer of [{ code: nextCode(rollcall, grace.app) }, { recoveryCode: grace.app.recoveryCodes[0] }]) {
      expect(await statusOf(answerWith(rollcall, mfaToken, answer))).toBe("401 invalid_credentials");
    }
    const other = await askedFor(rollcall, grace.email);
    const signedIn = await answerWith(rollcall, other.mfaToken, { code: nextCode(rollcall, grace.app) });
    expect((await bodyOf<SignedIn>(signedIn)).user.id).toBe(grace.user.id);
    expect(await statusOf(answerWith(rollcall, mfaToken, { code: codeOf(rollcall, ada.app) }))).toBe("200");
  });

  const changes: Record<string, (rollcall: TestRollcall, account: Protected) => Promise<Response | unknown>> = {
    "another password": (rollcall, { tokens }) =>
      post(rollcall, "/me/password", { currentPassword: password, newPassword }, tokens.accessToken),
    "a reset of the password": async (rollcall) => {
      await post(rollcall, "/auth/password/forgot", { email });
      const { token } = await mailOf(rollcall, "reset-password", email);
      return post(rollcall, "/auth/password/reset", { token, newPassword });
    },
    "another factor": (rollcall, { tokens }) => addApp(rollcall, tokens.accessToken),
    "the removal of one": async (rollcall, { app, tokens: { accessToken: token } }) => {
      await rollcall.call("DELETE", `/me/factors/${app.id}`, { token });
    },
    "another address": async (rollcall, { tokens: { accessToken: token } }) => {
      const newEmail = "ada.king@example.org";
      await post(rollcall, "/me/email", { newEmail, password }, token);
      const { token: proof } = await mailOf(rollcall, "change-email", newEmail);
      return post(rollcall, "/auth/email/change", { token: proof as string });
    },
    "an administrator who disables the account, and enables it again": async (rollcall, { user }) => {
      const { edit } = await administrate(rollcall);
      await edit(user.id, { status: "disabled" });
      return edit(user.id, { status: "active" });
    },
    "the deletion of the account": (rollcall, { tokens: { accessToken: token } }) =>
      rollcall.call("DELETE", "/me", { token, body: { password } }),
  };

  it.each(Object.entries(changes))("is void after %s", async (_, change) => {
    const rollcall = startRollcall({ form });
    const account = await signUpProtected(rollcall, email);
    const { mfaToken } = await askedFor(rollcall, email);
    await change(rollcall, account);
    const [recoveryCode] = account.app.recoveryCodes;
    expect(await statusOf(answerWith(rollcall, mfaToken, { recoveryCode }))).toBe(expired);
  });

  it("is void where it is none, and says nothing of whom it is for", async () => {
    const rollcall = startRollcall({ form });
    const { tokens, app, user } = await signUpProtected(rollcall, email);
    const { mfaToken } = await askedFor(rollcall, email);
    const made = [
      "x",
      `${mfaToken.slice(0, -1)}${mfaToken.endsWith("A") ? "B" : "A"}`,
      mfaToken.slice(1),
      `${mfaToken}A`,
      tokens.accessToken,
      tokens.refreshToken,
    ];
    for (const other of made) {
      expect(await statusOf(answerWith(rollcall, other, { code: nextCode(rollcall, app) })), other).toBe(expired);
    }
    const bytes = Buffer.from(mfaToken, "base64url").toString("latin1");
    for (const known of [email, user.id]) expect(bytes).not.toContain(known);
  });

  it("is answered with one thing, and in one form", async () => {
    const rollcall = startRollcall({ form });
    const { app } = await signUpProtected(rollcall, email);
    const { mfaToken } = await askedFor(rollcall, email);
    const [recoveryCode] = app.recoveryCodes;
    const code = nextCode(rollcall, app);
    for (const body of [{}, { code, recoveryCode }, { code: [code] }, { code, email }, { password }]) {
      expect(await statusOf(answerWith(rollcall, mfaToken, body)), JSON.stringify(body)).toBe("422 validation_failed");
    }
    expect(await statusOf(post(rollcall, "/auth/mfa", { mfaToken: "", code }))).toBe("422 validation_failed");
    expect(await statusOf(post(rollcall, "/auth/mfa", { mfaToken: "x".repeat(2_001), code }))).toBe(
      "422 validation_failed",
    );
    expect(await statusOf(answerWith(rollcall, mfaToken, { code }))).toBe("200");
  });

  it("brings the refresh token in a cookie to a page that asks for it so", async () => {
    const rollcall = startRollcall({ form });
    const { app } = await signUpProtected(rollcall, email);
    const headers = { "x-rollcall-transport": "cookie", origin: rollcall.url };
    const body = { email, password };
    const asked = await rollcall.call("POST", "/auth/login", { body, headers });
    expect(asked.headers.get("set-cookie")).toBeNull();
    const { mfaToken } = await bodyOf<Asked>(asked);
    const answer = { mfaToken, code: nextCode(rollcall, app) };
    const elsewhere = { ...headers, origin: "https://evil.example" };
    expect((await rollcall.call("POST", "/auth/mfa", { body: answer, headers: elsewhere })).status).toBe(403);
    const completed = await rollcall.call("POST", "/auth/mfa", { body: answer, headers });
    expect(completed.headers.get("set-cookie")).toMatch(new RegExp(`^${cookieName}=[\\w-]+\\.[\\w-]+; .*HttpOnly`));
    const { tokens } = await bodyOf<SignedIn>(completed);
    expect(Object.keys(tokens).toSorted()).toEqual(["accessToken", "expiresIn", "tokenType"]);
  });
});

/** The code that an app shows half a minute later, which is good already. */
function codeAfter({ clock, ...rollcall }: TestRollcall, app: Protected["app"]): string {
  const later = { ...clock, now: () => new Date(clock.now().getTime() + 30_000) };
  return codeOf({ ...rollcall, clock: later }, app);
}
