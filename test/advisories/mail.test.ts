import { describe, expect, it, type TestContext } from "vitest";
import { logIn, refusalOf, signIn, signUp } from "../support/accounts.ts";
import { lastMailTo } from "../support/mails.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";
import { openInside } from "./target.ts";

const email = "ada@example.com";
const theirs = "the password of a stranger";
const newPassword = "seven lighthouses in a row";
const elsewhere = "198.51.100.9";

const openWithMail = (test: TestContext, options?: Parameters<typeof openInside>[2]) =>
  openInside(test, "it takes a mailbox", options);

const post = ({ call }: TestRollcall, path: string, body: object, ip?: string) =>
  call("POST", path, { body, ...(ip && { ip }) });

/** Somebody who has forgotten the password, with the token of the mail. */
async function forgotten(test: TestContext) {
  const rollcall = openWithMail(test);
  const account = await signUp(rollcall, email);
  await post(rollcall, "/auth/password/forgot", { email });
  const { token } = await lastMailTo(rollcall, email);
  const reset = (secret = newPassword) => post(rollcall, "/auth/password/reset", { token, newPassword: secret });
  return { rollcall, account, token, reset };
}

describe("an address", () => {
  it.for([
    ["before", "better-auth issue 11023, Keycloak issue 48206"],
    ["after", "QueryWeaver pull request 736"],
  ])("that a stranger registers %s its owner is not theirs when its owner confirms it (%s)", async ([when], test) => {
    const rollcall = openWithMail(test, { settings: { registration: "verify" } });
    const mine = () => post(rollcall, "/auth/register", { email, password });
    const stranger = () => post(rollcall, "/auth/register", { email, password: theirs }, elsewhere);
    for (const register of when === "before" ? [stranger, mine] : [mine, stranger]) await register();
    const { token } = await lastMailTo(rollcall, email);
    expect((await post(rollcall, "/auth/email/verify", { token })).status).toBe(204);
    expect((await logIn(rollcall, email, theirs)).status).toBe(401);
  });
});

describe("a mail for a new password", () => {
  it("sets one, also when it is used twice at once (OwnPay issue 546)", async (test) => {
    const { rollcall, reset } = await forgotten(test);
    const answers = await Promise.all([newPassword, theirs].map(reset));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 410]);
    const winner = answers[0]?.ok ? newPassword : theirs;
    await signIn(rollcall, email, winner);
  });

  it("is void once the password was changed (Contao issue 7510)", async (test) => {
    const { rollcall, account, reset } = await forgotten(test);
    const body = { currentPassword: password, newPassword };
    await rollcall.call("POST", "/me/password", { token: account.tokens.accessToken, body });
    expect(await refusalOf(await reset(theirs))).toBe("410 code_expired");
  });

  it("leaves no session of the old password, begun before it or at the same moment (Wasp issue 4696)", async (test) => {
    const { rollcall, account, reset } = await forgotten(test);
    const signIns = Promise.all([1, 2, 3].map(() => logIn(rollcall, email)));
    expect((await reset()).status).toBe(204);
    const begun = await Promise.all((await signIns).filter(({ ok }) => ok).map((answer) => answer.json()));
    for (const { tokens } of [account, ...begun]) {
      const refreshed = await post(rollcall, "/auth/refresh", { refreshToken: tokens.refreshToken });
      expect(await refusalOf(refreshed)).toBe("401 invalid_refresh_token");
    }
  });

  it("is as good as before when a scanner has followed its link (authentik issue 8953, emdash issue 3298)", async (test) => {
    const { rollcall, token, reset } = await forgotten(test);
    for (const method of ["GET", "HEAD", "GET"]) {
      const answer = await rollcall.call(method, `/auth/password/reset?token=${token}`);
      expect(answer.status).toBe(405);
    }
    expect((await reset()).status).toBe(204);
  });

  it("says nothing of who may sign in, and goes to one address (class: enumeration, a second recipient)", async (test) => {
    const { rollcall } = await forgotten(test);
    for (const address of [[email, "eve@example.com"], `${email},eve@example.com`, `${email}\r\nbcc: eve@example.com`])
      expect((await post(rollcall, "/auth/password/forgot", { email: address })).status).toBe(422);
    const answer = await post(rollcall, "/auth/password/forgot", { email: "nobody@example.com" });
    expect([answer.status, await answer.json()]).toEqual([202, {}]);
  });
});
