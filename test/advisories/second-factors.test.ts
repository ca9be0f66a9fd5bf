import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { bodyOf, refusalOf, signIn, statusOf } from "../support/accounts.ts";
import {
  type Asked,
  addApp,
  answerWith,
  askedFor,
  nextCode,
  refreshed,
  signUpProtected,
  storedAccount,
  wrongCodeOf,
} from "../support/factors.ts";
import { addressIn, startLimited, times } from "../support/guessing.ts";
import { mailOf } from "../support/mails.ts";
import { password, startRollcall } from "../support/rollcall.ts";
import { openInside } from "./target.ts";

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";
const reason = "a second factor takes a mailbox";

describe("a second factor", () => {
  it("is asked for after a reset of the password, which neither removes it nor signs in (ovumcy #573; class: recovery goes around)", async (test) => {
    const inside = openInside(test, reason);
    await signUpProtected(inside, email);
    await inside.call("POST", "/auth/password/forgot", { body: { email } });
    const { token } = await mailOf(inside, "reset-password", email);
    const reset = await inside.call("POST", "/auth/password/reset", { body: { token, newPassword } });
    expect([reset.status, await reset.text(), reset.headers.get("set-cookie")]).toEqual([204, "", null]);
    expect((await askedFor(inside, email, newPassword)).methods).toContain("totp");
  });

  it("is not guessed at by beginning anew, nor by many at once that have read the same count (idenplane #398, class: resets of a counter)", async (test) => {
    openInside(test, reason);
    const inside = startLimited();
    const { app } = await signUpProtected(inside, email);
    const answers = await times(20, async (round) => {
      const first = await inside.call("POST", "/auth/login", { body: { email, password }, ip: addressIn(round) });
      const { mfaToken } = await bodyOf<Partial<Asked>>(first);
      if (!mfaToken) return [];
      const code = (index: number) => wrongCodeOf(inside, app, round * 10 + index);
      return Promise.all(
        Array.from({ length: 5 }, (_, index) => answerWith(inside, mfaToken, { code: code(index) }, addressIn(index))),
      );
    });
    expect(answers.flat().filter(({ status }) => status === 401).length).toBeLessThan(10);
  });

  it("is added by nobody with a session of one factor, nor by one that was proved long ago (supabase #1439, #1615, #2565)", async (test) => {
    const inside = openInside(test, reason);
    const { tokens } = await signUpProtected(inside, email);
    const weak = await signIn(startRollcall({ shares: inside.storage, settings: { mfa: "off" } }), email);
    const add = (token: string) => inside.call("POST", "/me/factors/totp", { token });
    expect(await refusalOf(await add(weak.tokens.accessToken))).toBe("401 reauthentication_required");
    inside.clock.advance(601);
    const { accessToken } = await refreshed(inside, tokens);
    expect(await refusalOf(await add(accessToken))).toBe("401 reauthentication_required");
  });

  it("is removed, and its recovery codes made anew, by nobody who knows the password alone (ovumcy #571, metabase #77458)", async (test) => {
    const inside = openInside(test, reason);
    const { tokens, app } = await signUpProtected(inside, email);
    inside.clock.advance(601);
    const { accessToken: token } = await refreshed(inside, tokens);
    const proof = await inside.call("POST", "/me/verify", { token, body: { password } });
    expect(await refusalOf(proof)).toBe("401 reauthentication_required");
    for (const [method, path] of [
      ["DELETE", `/me/factors/${app.id}`],
      ["POST", "/me/recovery-codes"],
    ] as const) {
      expect(await statusOf(inside.call(method, path, { token }))).toBe("401 reauthentication_required");
    }
  });

  it("of one account is none of another, whoever has begun (Laravel Fortify, demarche.numerique #3407; class: a device or challenge of somebody else)", async (test) => {
    const inside = openInside(test, reason);
    const { app } = await signUpProtected(inside, email);
    await signUpProtected(inside, "grace@example.com");
    const { mfaToken } = await askedFor(inside, "grace@example.com");
    const [recoveryCode] = app.recoveryCodes;
    expect((await answerWith(inside, mfaToken, { recoveryCode })).status).toBe(401);
    expect((await answerWith(inside, mfaToken, { code: nextCode(inside, app) })).status).toBe(401);
  });

  it("is remembered for no browser: what a cookie or a field says of trust is refused or passed over (better-auth #7644, monize #37)", async (test) => {
    const inside = openInside(test, reason);
    const { app } = await signUpProtected(inside, email);
    const { mfaToken } = await askedFor(inside, email);
    const trusting = { mfaToken, code: nextCode(inside, app), trustDevice: true };
    expect(await statusOf(inside.call("POST", "/auth/mfa", { body: trusting }))).toBe("422 validation_failed");
    const cookie = "trust_device=1; better-auth.trust_device=1; trusted_device=1; remember_2fa=1";
    const answer = await inside.call("POST", "/auth/login", { body: { email, password }, headers: { cookie } });
    expect(await refusalOf(answer)).toBe("401 second_factor_required");
  });
});

describe("recovery codes", () => {
  it("are used up by one of many at once (appwrite #11692)", async (test) => {
    const inside = openInside(test, reason);
    const { app } = await signUpProtected(inside, email);
    const halves = await times(10, () => askedFor(inside, email));
    const [recoveryCode] = app.recoveryCodes;
    const answers = await Promise.all(halves.map(({ mfaToken }) => answerWith(inside, mfaToken, { recoveryCode })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("stand in for the second factor, never for the first (ovumcy #571)", async (test) => {
    const inside = openInside(test, reason);
    const { app } = await signUpProtected(inside, email);
    const [code] = app.recoveryCodes;
    for (const [path, body] of [
      ["/auth/login", { email, password: code }],
      ["/auth/code/redeem", { email, code }],
      ["/auth/password/reset", { email, code, newPassword }],
    ] as const) {
      expect([401, 422]).toContain((await inside.call("POST", path, { body })).status);
    }
  });

  it("go with the last factor, and new ones are shown with the next first one (stage-door #143)", async (test) => {
    const inside = openInside(test, reason);
    const { app, tokens } = await signUpProtected(inside, email);
    expect((await inside.call("DELETE", `/me/factors/${app.id}`, { token: tokens.accessToken })).status).toBe(204);
    const next = await addApp(inside, tokens.accessToken);
    expect(next.recoveryCodes).toHaveLength(10);
    const { mfaToken } = await askedFor(inside, email);
    expect((await answerWith(inside, mfaToken, { recoveryCode: app.recoveryCodes[0] })).status).toBe(401);
    expect((await answerWith(inside, mfaToken, { recoveryCode: next.recoveryCodes[0] })).status).toBe(200);
  });

  it("have sixty bits, and are kept under a key that is not in the database (ezauth #161, idenplane #398)", async (test) => {
    const inside = openInside(test, reason);
    const { app, user } = await signUpProtected(inside, email);
    for (const code of app.recoveryCodes) expect(code).toMatch(/^([\da-hjkmnp-tv-z]{4}-){2}[\da-hjkmnp-tv-z]{4}$/);
    const kept = JSON.stringify(await storedAccount(inside, user.id));
    for (const code of app.recoveryCodes) {
      expect(kept).not.toContain(code);
      expect(kept).not.toContain(code.replaceAll("-", ""));
    }
  });
});

it("a session says what it is after the second factor, and after each refresh (supabase #11771)", async (test) => {
  const inside = openInside(test, reason);
  const { app } = await signUpProtected(inside, email);
  const { mfaToken, methods } = await askedFor(inside, email);
  expect(methods).toEqual(["totp", "recovery_code"]);
  const answer = await answerWith(inside, mfaToken, { code: nextCode(inside, app) });
  const { tokens } = await bodyOf<{ tokens: { accessToken: string; refreshToken: string } }>(answer);
  expect(decodeJwt(tokens.accessToken)).toMatchObject({ acr: "2" });
  expect(decodeJwt((await refreshed(inside, tokens)).accessToken)).toMatchObject({ acr: "2" });
});
