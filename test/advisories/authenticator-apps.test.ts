import { describe, expect, it, type TestContext } from "vitest";
import { bodyOf, confirmAddress, logIn, signUp, statusOf } from "../support/accounts.ts";
import {
  addApp,
  answerWith,
  askedFor,
  codeOf,
  nextCode,
  refreshed,
  signUpProtected,
  wrongCodeOf,
} from "../support/factors.ts";
import { startLimited, times } from "../support/guessing.ts";
import { mailOf } from "../support/mails.ts";
import { openInside } from "./target.ts";

const email = "ada@example.com";
const open = (test: TestContext) => openInside(test, "an address has to be proved, and there is no mailbox");

describe("an authenticator app", () => {
  it("shows a code for one sign-in, not for each of the next half minute (better-auth#10387, neiliro#55)", async (test) => {
    const rollcall = open(test);
    const { app, tokens } = await signUpProtected(rollcall, email);
    const code = nextCode(rollcall, app);
    const verify = () => rollcall.call("POST", "/me/verify", { token: tokens.accessToken, body: { code } });
    expect(await statusOf(verify())).toBe("200");
    expect(await statusOf(verify())).toBe("422 validation_failed");
    const { mfaToken } = await askedFor(rollcall, email);
    expect(await statusOf(answerWith(rollcall, mfaToken, { code }))).toBe("401 invalid_credentials");
  });

  it("is no factor before its first code, and that code is none of the next sign-in (laravel/fortify#201, nebula-mesh#237)", async (test) => {
    const rollcall = open(test);
    const { tokens } = await signUp(rollcall, email);
    await confirmAddress(rollcall, email);
    await rollcall.call("POST", "/me/factors/totp", { token: tokens.accessToken });
    expect(await statusOf(logIn(rollcall, email))).toBe("200");
    const app = await addApp(rollcall, tokens.accessToken);
    const { mfaToken } = await askedFor(rollcall, email);
    expect(await statusOf(answerWith(rollcall, mfaToken, { code: codeOf(rollcall, app) }))).toBe(
      "401 invalid_credentials",
    );
  });

  it("is asked for also where the first proof came by mail (better-auth#8627, better-auth#10322)", async (test) => {
    const rollcall = open(test);
    await signUpProtected(rollcall, email);
    await rollcall.call("POST", "/auth/code", { body: { email } });
    const { token } = await mailOf(rollcall, "sign-in-code", email);
    expect(await statusOf(rollcall.call("POST", "/auth/code/redeem", { body: { token } }))).toBe(
      "401 second_factor_required",
    );
  });

  it("is guessed at no more often by asking anew (Zitadel CVE-2025-64102)", async () => {
    const rollcall = startLimited();
    const { app } = await signUpProtected(rollcall, email);
    const outcomes = await times(40, async (index) => {
      const first = await logIn(rollcall, email);
      if (first.status === 429) return 429;
      const { mfaToken } = await bodyOf<{ mfaToken: string }>(first);
      return (await answerWith(rollcall, mfaToken, { code: wrongCodeOf(rollcall, app, index) })).status;
    });
    expect(outcomes.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
  });
});

describe("recovery codes", () => {
  it("are used up by being used (Parse Server CVE-2026-31875, filament-breezy#284)", async (test) => {
    const rollcall = open(test);
    const { app } = await signUpProtected(rollcall, email);
    const [recoveryCode] = app.recoveryCodes;
    const outcomes = await times(2, async () => {
      const { mfaToken } = await askedFor(rollcall, email);
      return statusOf(answerWith(rollcall, mfaToken, { recoveryCode }));
    });
    expect(outcomes).toEqual(["200", "401 invalid_credentials"]);
  });

  it("are not made anew by whoever finds a session open, some time later (mastodon#3961)", async (test) => {
    const rollcall = open(test);
    const { tokens } = await signUpProtected(rollcall, email);
    rollcall.clock.advance(601);
    const { accessToken: token } = await refreshed(rollcall, tokens);
    expect(await statusOf(rollcall.call("POST", "/me/recovery-codes", { token }))).toBe(
      "401 reauthentication_required",
    );
  });
});
