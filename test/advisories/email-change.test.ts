import { describe, expect, it, type TestContext } from "vitest";
import { confirmAddress, logIn, refreshes, refusalOf, signUp } from "../support/accounts.ts";
import { mailOf, templatesTo } from "../support/mails.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";
import { openInside } from "./target.ts";

const email = "ada@example.com";
const theirs = "mallory@example.org";
const newPassword = "seven lighthouses in a row";

const post = ({ call }: TestRollcall, path: string, body: object) => call("POST", path, { body });

/** Ada's account, with whoever is signed in to it. */
async function signedIn(test: TestContext) {
  const rollcall = openInside(test, "it takes a mailbox");
  const { tokens } = await signUp(rollcall, email);
  const verification = await mailOf(rollcall, "verify-email", email);
  await confirmAddress(rollcall, email);
  const ask = (body: object) => rollcall.call("POST", "/me/email", { token: tokens.accessToken, body });
  return { rollcall, tokens, verification, ask };
}

async function asked(test: TestContext) {
  const signed = await signedIn(test);
  expect((await signed.ask({ newEmail: theirs, password })).status).toBe(202);
  const { token } = await mailOf(signed.rollcall, "change-email", theirs);
  return { ...signed, token, confirm: () => post(signed.rollcall, "/auth/email/change", { token }) };
}

describe("another address", () => {
  it("takes the password, whoever has the session (devise issue 3691, gbif-alert issue 445)", async (test) => {
    const { rollcall, ask } = await signedIn(test);
    for (const body of [{ newEmail: theirs }, { newEmail: theirs, password: newPassword }]) {
      expect(await refusalOf(await ask(body))).toBe("422 validation_failed");
    }
    expect(await templatesTo(rollcall, theirs)).toEqual([]);
  });

  it("is told to the old one (better-auth's default, objectstack issue 8019)", async (test) => {
    const { rollcall, confirm } = await asked(test);
    await confirm();
    expect((await mailOf(rollcall, "email-changed", email)).token).toBeDefined();
  });

  it("cannot be confirmed any more once the owner has recovered the account (formbricks pull request 8848)", async (test) => {
    const { rollcall, confirm } = await asked(test);
    await post(rollcall, "/auth/password/forgot", { email });
    const { token } = await mailOf(rollcall, "reset-password", email);
    expect((await post(rollcall, "/auth/password/reset", { token, newPassword })).status).toBe(204);
    expect(await refusalOf(await confirm())).toBe("410 code_expired");
  });

  it("voids what was mailed to the old one (dcrstakepool issue 320, stage-door issue 153)", async (test) => {
    const { rollcall, verification, confirm } = await asked(test);
    await post(rollcall, "/auth/password/forgot", { email });
    const reset = await mailOf(rollcall, "reset-password", email);
    await post(rollcall, "/auth/code", { email });
    const code = await mailOf(rollcall, "sign-in-code", email);
    expect((await confirm()).status).toBe(204);
    for (const answer of [
      await post(rollcall, "/auth/password/reset", { token: reset.token, newPassword }),
      await post(rollcall, "/auth/code/redeem", { token: code.token }),
      await post(rollcall, "/auth/email/verify", { token: verification.token }),
    ]) {
      expect(await refusalOf(answer)).toBe("410 code_expired");
    }
  });

  it("is confirmed once, and told once, however often its link is used (better-auth issue 9479)", async (test) => {
    const { rollcall, confirm } = await asked(test);
    const answers = await Promise.all(Array.from({ length: 5 }, confirm));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 410, 410, 410, 410]);
    expect((await templatesTo(rollcall, email)).filter((template) => template === "email-changed")).toHaveLength(1);
  });
});

describe("a mail that signs in", () => {
  async function mailed(test: TestContext) {
    const rollcall = openInside(test, "it takes a mailbox");
    const stranger = await signUp(rollcall, email);
    await post(rollcall, "/auth/code", { email });
    const { token, link = "" } = await mailOf(rollcall, "sign-in-code", email);
    return { rollcall, stranger, token, link, redeem: () => post(rollcall, "/auth/code/redeem", { token }) };
  }

  it("begins one session, for as many as use it at once (better-auth pull requests 8067 and 9572)", async (test) => {
    const { redeem } = await mailed(test);
    const answers = await Promise.all(Array.from({ length: 10 }, redeem));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("is as good as before when a scanner has followed its link (rallly pull request 909, uptimepage issue 92)", async (test) => {
    const { rollcall, link, redeem } = await mailed(test);
    // What stands behind # is sent to nobody.
    expect(new URL(link).search).toBe("");
    for (const path of ["/auth/code/redeem", "/auth/code/redeem", "/sign-in"]) await rollcall.call("GET", path);
    expect((await redeem()).status).toBe(200);
  });

  it("leaves nothing to who has registered the address before (authorizer pull request 503, formbricks pull request 8971)", async (test) => {
    const { rollcall, stranger, redeem } = await mailed(test);
    expect((await redeem()).status).toBe(200);
    expect((await logIn(rollcall, email)).status).toBe(401);
    expect(await refreshes(rollcall, stranger.tokens.refreshToken)).toBe(false);
  });
});
