import type { Session } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { bodyOf, logIn, refreshes, refusalOf, signIn, signUp } from "../support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../support/databases.ts";
import { mailsOf } from "../support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";
const phone = "Pets/3.2 (iPhone; iOS 26.1)";
const laptop = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";

const signInWith = (rollcall: TestRollcall, userAgent: string, secret = password) =>
  rollcall.call("POST", "/auth/login", { body: { email, password: secret }, headers: { "user-agent": userAgent } });

const noticesOf = async (rollcall: TestRollcall) =>
  (await mailsOf(rollcall, email)).filter(({ template }) => template === "new-sign-in");

const notMe = (rollcall: TestRollcall, token: string | undefined) =>
  rollcall.call("POST", "/auth/not-me", { body: { token } });

/** Ada's account, which somebody with her password has signed in to from a device of their own. */
async function setUp(form?: DatabaseForm) {
  const rollcall = startRollcall({ ...(form && { form }) });
  const mine = await signUp(rollcall, email, { name: "Ada" });
  const theirs = await bodyOf<typeof mine>(await signInWith(rollcall, phone));
  const [notice] = await noticesOf(rollcall);
  return { rollcall, mine, theirs, notice, token: notice?.token };
}

describeOnEachDatabase("a sign-in from a device that the account was never used on", (form) => {
  it("is told to its owner by mail, with the device, the place and the time (Q40)", async () => {
    const { notice } = await setUp(form);
    expect(notice?.text).toContain("Pets on iOS");
    expect(notice?.text).toContain("203.0.113.7");
    expect(notice?.link).toMatch(/^https:\/\/app\.example\.test\/account\/not-me#token=[\w-]{88}$/);
    expect(notice?.code).toBeUndefined();
  });

  it("is told once: from then on the device is known", async () => {
    const { rollcall } = await setUp(form);
    expect((await signInWith(rollcall, phone)).status).toBe(200);
    expect((await signInWith(rollcall, "Pets/4.0 (iPhone; iOS 27.0)")).status).toBe(200);
    expect(await noticesOf(rollcall)).toHaveLength(1);
  });

  it("is not told of the device that the account was made on, nor of its first sign-in", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, email);
    await signIn(rollcall, email);
    expect(await noticesOf(rollcall)).toEqual([]);
  });

  it("is told, as is a new password, however much of what happens in the account still waits (Q54)", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, email);
    for (let count = 0; count < 60; count++) await logIn(rollcall, email, newPassword);
    const { tokens } = await bodyOf<Awaited<ReturnType<typeof signIn>>>(await signInWith(rollcall, phone));
    const body = { currentPassword: password, newPassword };
    await rollcall.call("POST", "/me/password", { token: tokens.accessToken, body });
    const mails = await mailsOf(rollcall, email);
    expect(mails.map(({ template }) => template).slice(-2)).toEqual(["new-sign-in", "password-changed"]);
  });

  it("is told when the password was wrong five times before, from wherever it comes (Q40)", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, email);
    for (let count = 0; count < 4; count++) await logIn(rollcall, email, newPassword);
    await signIn(rollcall, email);
    expect(await noticesOf(rollcall)).toHaveLength(0);
    for (let count = 0; count < 5; count++) await logIn(rollcall, email, newPassword);
    await signIn(rollcall, email);
    expect(await noticesOf(rollcall)).toHaveLength(1);
    await signIn(rollcall, email);
    expect(await noticesOf(rollcall)).toHaveLength(1);
  });
});

describeOnEachDatabase("“this was not me”", (form) => {
  it("ends every session and voids the password, and a mail sets a new one", async () => {
    const { rollcall, mine, theirs, token } = await setUp(form);
    const response = await notMe(rollcall, token);
    expect([response.status, await response.text()]).toEqual([204, ""]);
    for (const { tokens } of [mine, theirs]) {
      expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
      const me = await rollcall.call("GET", "/me", { token: tokens.accessToken });
      expect(await refusalOf(me)).toBe("401 invalid_token");
    }
    expect(await refusalOf(await logIn(rollcall, email))).toBe("401 invalid_credentials");
    const reset = (await mailsOf(rollcall, email)).at(-1);
    expect([reset?.template, reset?.link]).toEqual([
      "reset-password",
      expect.stringMatching(/\/reset-password#token=[\w-]{88}$/),
    ]);
  });

  it("works once, and the links of other notices work, too", async () => {
    const { rollcall, token } = await setUp(form);
    await signInWith(rollcall, laptop);
    const [, second] = await noticesOf(rollcall);
    expect((await notMe(rollcall, second?.token)).status).toBe(204);
    expect(await refusalOf(await notMe(rollcall, second?.token))).toBe("410 code_used");
    expect((await notMe(rollcall, token)).status).toBe(204);
  });

  it("works after whoever it was has changed the password", async () => {
    const { rollcall, theirs, token } = await setUp(form);
    const body = { currentPassword: password, newPassword };
    const changed = await rollcall.call("POST", "/me/password", { token: theirs.tokens.accessToken, body });
    expect(changed.status).toBe(204);
    expect((await notMe(rollcall, token)).status).toBe(204);
    expect(await refreshes(rollcall, theirs.tokens.refreshToken)).toBe(false);
    expect((await logIn(rollcall, email, newPassword)).status).toBe(401);
  });

  it("can be said of a change of the password, too (Q54)", async () => {
    const { rollcall, theirs } = await setUp(form);
    const body = { currentPassword: password, newPassword };
    await rollcall.call("POST", "/me/password", { token: theirs.tokens.accessToken, body });
    const told = (await mailsOf(rollcall, email)).at(-1);
    expect([told?.template, told?.link]).toEqual(["password-changed", expect.stringMatching(/\/not-me#token=/)]);
    expect((await notMe(rollcall, told?.token)).status).toBe(204);
    expect(await refreshes(rollcall, theirs.tokens.refreshToken)).toBe(false);
  });

  it("is for seven days, and for nothing that was made up", async () => {
    const { rollcall, token = "", theirs } = await setUp(form);
    for (const made of ["x", `${token.slice(0, -2)}AA`, theirs.tokens.refreshToken]) {
      expect(await refusalOf(await notMe(rollcall, made))).toBe("410 code_expired");
    }
    expect(await refusalOf(await notMe(rollcall, undefined))).toBe("422 validation_failed");
    rollcall.clock.advance(7 * 86_400);
    expect(await refusalOf(await notMe(rollcall, token))).toBe("410 code_expired");
  });

  it("lets one of twenty at once succeed", async () => {
    const { rollcall, token } = await setUp(form);
    const answers = await Promise.all(Array.from({ length: 20 }, () => notMe(rollcall, token)));
    const refusals = await Promise.all(answers.filter(({ ok }) => !ok).map(refusalOf));
    expect(refusals).toEqual(Array(19).fill("410 code_used"));
    expect((await mailsOf(rollcall, email)).filter(({ template }) => template === "reset-password")).toHaveLength(1);
  });
});

describe("the list of my sessions", () => {
  it("names each one's device in words", async () => {
    const { rollcall, mine } = await setUp();
    await signInWith(rollcall, laptop);
    const response = await rollcall.call("GET", "/me/sessions", { token: mine.tokens.accessToken });
    const { items } = await bodyOf<{ items: Session[] }>(response);
    expect(items.map(({ device }) => device)).toEqual([
      { browser: "Firefox", system: "Windows" },
      { browser: "Pets", system: "iOS" },
      { browser: null, system: null },
    ]);
  });
});
