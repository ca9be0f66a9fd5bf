import { systemContext, usersOf } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import type { Problem } from "../../packages/functions/src/http/problem.ts";
import { bodyOf, refusalOf, signUp } from "../support/accounts.ts";
import { takeApart } from "../support/forged-tokens.ts";
import { mailOf } from "../support/mails.ts";
import { password, startRollcall } from "../support/rollcall.ts";
import { refreshed, verify } from "../support/step-up.ts";

describe("a session that began by mail", () => {
  /** An account without a password, in a session that its owner has begun by a mailed link. */
  async function byMail(settings = {}) {
    const rollcall = startRollcall({ settings });
    const { user } = await signUp(rollcall);
    await usersOf(systemContext(rollcall.dependencies)).updateOne({ _id: user.id }, { $set: { passwordHash: null } });
    const signIn = async () => {
      rollcall.clock.advance(60);
      await rollcall.call("POST", "/auth/code", { body: { email: user.email } });
      const { token } = await mailOf(rollcall, "sign-in-code", user.email);
      const response = await rollcall.call("POST", "/auth/code/redeem", { body: { token } });
      return (await bodyOf<{ tokens: { accessToken: string; refreshToken: string } }>(response)).tokens;
    };
    return { rollcall, signIn };
  }

  it("is told to begin another one by a mailed code, where there is no password (Q109)", async () => {
    const { rollcall, signIn } = await byMail();
    const tokens = await signIn();
    expect(takeApart(tokens.accessToken).claims).toMatchObject({ acr: "1", amr: ["otp"] });
    rollcall.clock.advance(601);
    const { accessToken: token } = await refreshed(rollcall, tokens);
    const refused = await rollcall.call("POST", "/me/email", { token, body: { newEmail: "ada@example.org" } });
    expect(await bodyOf<Problem>(refused)).toMatchObject({ acr: "1", methods: ["code"] });
    expect(await refusalOf(await verify(rollcall, token, { password }))).toBe("422 validation_failed");
    const again = (await signIn()).accessToken;
    const done = await rollcall.call("POST", "/me/email", { token: again, body: { newEmail: "ada@example.org" } });
    expect(done.status).toBe(202);
  });

  it("names no way that there is not: no mail, no code", async () => {
    const { rollcall, signIn } = await byMail();
    const tokens = await signIn();
    rollcall.clock.advance(601);
    const quiet = startRollcall({ shares: rollcall.storage, settings: { sendsMail: false } });
    quiet.clock.advance(700);
    const { accessToken: token } = await refreshed(quiet, tokens);
    const refused = await quiet.call("DELETE", "/me", { token, body: { password } });
    expect(await bodyOf<Problem>(refused)).toMatchObject({ code: "reauthentication_required", methods: [] });
  });
});
