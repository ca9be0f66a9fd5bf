import { users } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { administrate, logIn, refreshes, refusalOf, signIn, signUp, statusOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { lastMailTo, mailsOf } from "../support/mails.ts";
import { password, startRollcall, type TestRollcall, testSettings } from "../support/rollcall.ts";

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";

const forgot = (rollcall: TestRollcall, address = email, headers?: Record<string, string>) =>
  rollcall.call("POST", "/auth/password/forgot", { body: { email: address }, ...(headers && { headers }) });

const reset = (rollcall: TestRollcall, proof: object, secret = newPassword) =>
  statusOf(rollcall.call("POST", "/auth/password/reset", { body: { ...proof, newPassword: secret } }));

/** Somebody who has forgotten the password, with the mail. */
async function start(...[options]: Parameters<typeof startRollcall>) {
  const rollcall = startRollcall(options);
  const account = await signUp(rollcall, email, { name: "Ada Lovelace" });
  await forgot(rollcall);
  const { token, code, ...mail } = await lastMailTo(rollcall, email);
  return { rollcall, account, token, code, mail };
}

describeOnEachDatabase("a forgotten password", (form) => {
  it("is replaced by the link of a mail, which proves the address, ends every session and signs nobody in (Q48, Q49)", async () => {
    const { rollcall, account, token, mail } = await start({ form });
    expect(mail).toMatchObject({ template: "reset-password", to: email });
    expect(mail.link).toBe(`https://app.example.test/account/reset-password#token=${token}`);
    const answer = await rollcall.call("POST", "/auth/password/reset", { body: { token, newPassword } });
    expect([answer.status, await answer.text(), answer.headers.getSetCookie()]).toEqual([204, "", []]);
    expect(await refreshes(rollcall, account.tokens.refreshToken)).toBe(false);
    expect((await rollcall.call("GET", "/me", { token: account.tokens.accessToken })).status).toBe(401);
    expect((await logIn(rollcall, email)).status).toBe(401);
    expect((await signIn(rollcall, email, newPassword)).user.emailVerified).toBe(true);
    expect((await lastMailTo(rollcall, email)).template).toBe("password-changed");
  });

  it("is replaced by the code of the mail, on another device", async () => {
    const { rollcall, code } = await start({ form });
    const wrong = String((Number(code) + 1) % 10 ** 8).padStart(8, "0");
    expect(await reset(rollcall, { email, code: wrong })).toBe("401 invalid_credentials");
    expect(await reset(rollcall, { email: "nobody@example.com", code })).toBe("401 invalid_credentials");
    expect(await reset(rollcall, { email, code })).toBe("204");
    await signIn(rollcall, email, newPassword);
  });

  it("is replaced once: the second use is told from one that comes too late (Q46)", async () => {
    const { rollcall, token, code } = await start({ form });
    expect(await reset(rollcall, { token })).toBe("204");
    expect(await reset(rollcall, { token }, password)).toBe("410 code_used");
    expect(await reset(rollcall, { email, code }, password)).toBe("410 code_used");
    await signIn(rollcall, email, newPassword);
    rollcall.clock.advance(60);
    await forgot(rollcall);
    const late = await lastMailTo(rollcall, email);
    rollcall.clock.advance(3_600);
    expect(await reset(rollcall, late, password)).toBe("422 validation_failed");
    expect(await reset(rollcall, { token: late.token }, password)).toBe("410 code_expired");
  });

  it("is not replaced by one that the policy refuses, and the mail is as good as before (Q50)", async () => {
    const { rollcall, token, code } = await start({ form });
    for (const weak of ["too short", "ada@example.com 1"]) {
      expect(await reset(rollcall, { token }, weak)).toBe("422 weak_password");
      expect(await reset(rollcall, { email, code }, weak)).toBe("422 weak_password");
    }
    await signIn(rollcall, email);
    expect(await reset(rollcall, { token })).toBe("204");
  });

  it("is not replaced by an older mail than the newest, nor after a change of the password (Q47)", async () => {
    const { rollcall, token } = await start({ form });
    rollcall.clock.advance(60);
    await forgot(rollcall);
    const newest = await lastMailTo(rollcall, email);
    expect(await reset(rollcall, { token })).toBe("410 code_expired");
    const { tokens } = await signIn(rollcall, email);
    const body = { currentPassword: password, newPassword: "nine kites above the harbour" };
    expect((await rollcall.call("POST", "/me/password", { token: tokens.accessToken, body })).status).toBe(204);
    expect(await reset(rollcall, { token: newest.token })).toBe("410 code_expired");
    expect(await reset(rollcall, { email, code: newest.code })).toBe("401 invalid_credentials");
  });

  it("is not replaced by a mail for something else, or for somebody else (Q46)", async () => {
    const { rollcall, token = "", code } = await start({ form });
    const [confirmation] = await mailsOf(rollcall, email);
    expect(confirmation?.template).toBe("verify-email");
    expect(await reset(rollcall, { token: confirmation?.token })).toBe("410 code_expired");
    expect(await reset(rollcall, { email, code: confirmation?.code })).toBe("401 invalid_credentials");
    const verify = (body: object) => statusOf(rollcall.call("POST", "/auth/email/verify", { body }));
    expect(await verify({ token })).toBe("410 code_expired");
    expect(await verify({ email, code })).toBe("401 invalid_credentials");
    await signUp(rollcall, "eve@example.com");
    await forgot(rollcall, "eve@example.com");
    expect(await reset(rollcall, { email: "eve@example.com", code })).toBe("401 invalid_credentials");
    for (const forged of ["x", token.slice(0, -1), `${token}A`, `B${token.slice(1)}`, token.toLowerCase()])
      expect(await reset(rollcall, { token: forged })).toBe("410 code_expired");
  });

  it("is not replaced on an account that was disabled, also when it is enabled again", async () => {
    const { rollcall, account, token } = await start({ form });
    const { edit } = await administrate(rollcall);
    await edit(account.user.id, { status: "disabled" });
    expect(await reset(rollcall, { token })).toBe("410 code_expired");
    rollcall.clock.advance(60);
    await forgot(rollcall);
    await edit(account.user.id, { status: "active" });
    expect(await reset(rollcall, { token })).toBe("410 code_expired");
    expect((await mailsOf(rollcall, email)).map(({ template }) => template)).not.toContain("password-changed");
  });

  it("is nowhere stored, nor is what the mail has (Q46)", async () => {
    const { rollcall, token = "", code = "" } = await start({ form });
    const stored = JSON.stringify(await rollcall.dependencies.database.collection(users).findOne({ email }));
    for (const secret of [token, code, token.slice(-43)]) expect(stored).not.toContain(secret);
    expect(Buffer.from(token, "base64url")).toHaveLength(66);
  });

  it("can be replaced by its owner while somebody else guesses, and the guesses are forgotten then", async () => {
    const limits = { ...testSettings.limits, guess: { ...testSettings.limits.guess, perAccount: 3 } };
    const { rollcall, token } = await start({ form, settings: { limits } });
    for (let count = 0; count < 5; count++) await logIn(rollcall, email, "a wrong password");
    expect((await logIn(rollcall, email)).status).toBe(429);
    expect(await reset(rollcall, { token })).toBe("204");
    await signIn(rollcall, email, newPassword);
  });

  it("is given to an account that never had one", async () => {
    const rollcall = startRollcall({ form, settings: { sendsMail: false } });
    const { create } = await administrate(rollcall);
    await create({ email });
    await forgot(rollcall);
    expect(await reset(rollcall, { token: (await lastMailTo(rollcall, email)).token })).toBe("204");
    await signIn(rollcall, email, newPassword);
  });
});

describe("a scanner", () => {
  it("that follows every link of every mail twice, and asks the routes with GET, changes nothing", async () => {
    const { rollcall, token, mail } = await start();
    const stored = () => rollcall.dependencies.database.collection(users).findOne({ email });
    const before = await stored();
    for (const path of ["/auth/email/verify", "/auth/password/reset", "/auth/password/forgot"]) {
      for (const method of ["GET", "HEAD", "OPTIONS", "GET"])
        expect((await rollcall.call(method, `${path}?token=${token}`)).status).toBeGreaterThanOrEqual(204);
      const answer = await rollcall.call("GET", path);
      expect([await refusalOf(answer), answer.headers.get("allow")]).toEqual([
        "405 method_not_allowed",
        "OPTIONS, POST",
      ]);
    }
    expect(new URL(mail.link ?? "").origin).not.toBe(rollcall.url);
    expect(await stored()).toEqual(before);
    expect(await reset(rollcall, { token })).toBe("204");
  });
});
