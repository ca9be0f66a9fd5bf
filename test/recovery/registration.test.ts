import { users } from "@rollcall/core";
import { retain } from "@rollcall/core/retention";
import { describe, expect, it } from "vitest";
import type { Problem } from "../../packages/functions/src/http/problem.ts";
import { bodyOf, logIn, refusalOf, signIn, signInAsAdministrator, statusOf } from "../support/accounts.ts";
import { startForPages } from "../support/cookie-page.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { lastMailTo, mailsOf } from "../support/mails.ts";
import { password, startRollcall, type TestRollcall, type TestRollcallOptions } from "../support/rollcall.ts";

const email = "ada@example.com";
const otherPassword = "another long password";
const hour = 3_600;

const start = (options: TestRollcallOptions = {}) =>
  startRollcall({ ...options, settings: { registration: "verify", ...options.settings } });

async function register(rollcall: TestRollcall, secret = password, address = email, ip = "203.0.113.7"): Promise<void> {
  const answer = await rollcall.call("POST", "/auth/register", { body: { email: address, password: secret }, ip });
  expect([answer.status, await answer.json()]).toEqual([202, {}]);
}

const verify = (rollcall: TestRollcall, body: object) => rollcall.call("POST", "/auth/email/verify", { body });

describeOnEachDatabase("an account that is registered under `verify`", (form) => {
  it("is alive by the link of its mail, and not before (Q24)", async () => {
    const rollcall = start({ form });
    await register(rollcall);
    expect(await refusalOf(await logIn(rollcall, email))).toBe("401 invalid_credentials");
    const { template, link, token } = await lastMailTo(rollcall, email);
    expect([template, link]).toEqual(["verify-email", `https://app.example.test/account/verify-email#token=${token}`]);
    expect(await statusOf(verify(rollcall, { token }))).toBe("204");
    expect((await signIn(rollcall, email)).user.emailVerified).toBe(true);
  });

  it("is refused at sign-in as an address that nobody has, in all that can be seen (Q29)", async () => {
    const rollcall = start({ form });
    await register(rollcall);
    await rollcall.dependencies.accessTokens.requireSigner();
    const seen = async (address: string) => {
      const before = rollcall.storage.roundTrips();
      const answer = await logIn(rollcall, address);
      const { requestId, instance, ...problem } = await bodyOf<Problem>(answer);
      const headers = [...answer.headers].filter(([name]) => name !== "x-request-id");
      return { status: answer.status, headers, problem, cost: rollcall.storage.roundTrips() - before };
    };
    expect(await seen(email)).toEqual(await seen("nobody@example.com"));
  });

  it("is alive by the code of its mail, on another device", async () => {
    const rollcall = start({ form });
    await register(rollcall);
    const { code = "" } = await lastMailTo(rollcall, email);
    const spaced = `${code.slice(0, 4)} ${code.slice(4)}`;
    expect(await statusOf(verify(rollcall, { email: "Ada@Example.com", code: spaced }))).toBe("204");
    await signIn(rollcall, email);
  });

  it("is alive once: the second use is told from one that comes too late (Q25)", async () => {
    const rollcall = start({ form });
    await register(rollcall);
    const { token, code } = await lastMailTo(rollcall, email);
    await register(rollcall, password, "late@example.com");
    const late = await lastMailTo(rollcall, "late@example.com");
    expect(await statusOf(verify(rollcall, { token }))).toBe("204");
    expect(await statusOf(verify(rollcall, { token }))).toBe("410 code_used");
    expect(await statusOf(verify(rollcall, { email, code }))).toBe("410 code_used");
    rollcall.clock.advance(24 * hour);
    expect(await statusOf(verify(rollcall, { token: late.token }))).toBe("410 code_expired");
    expect(await statusOf(logIn(rollcall, "late@example.com"))).toBe("401 invalid_credentials");
  });

  it("has the password of the registration whose link was followed, whoever else has registered the address (Q25)", async () => {
    const rollcall = start({ form });
    await register(rollcall, otherPassword);
    const strangers = await lastMailTo(rollcall, email);
    await register(rollcall);
    const { token } = await lastMailTo(rollcall, email);
    expect(await statusOf(verify(rollcall, { token: strangers.token }))).toBe("410 code_expired");
    expect(await statusOf(verify(rollcall, { token }))).toBe("204");
    expect(await statusOf(logIn(rollcall, email, otherPassword))).toBe("401 invalid_credentials");
    await signIn(rollcall, email);
  });

  it.each(["before", "after"])(
    "has nobody's password where a stranger has registered it from elsewhere %s its owner, who sets one by mail",
    async (when) => {
      const rollcall = start({ form });
      const theirs = () => register(rollcall, otherPassword, email, "198.51.100.9");
      if (when === "before") await theirs();
      await register(rollcall);
      if (when === "after") await theirs();
      const { token } = await lastMailTo(rollcall, email);
      expect(await statusOf(verify(rollcall, { token }))).toBe("204");
      for (const secret of [password, otherPassword])
        expect(await statusOf(logIn(rollcall, email, secret))).toBe("401 invalid_credentials");
      await rollcall.call("POST", "/auth/password/forgot", { body: { email } });
      const reset = await lastMailTo(rollcall, email);
      const body = { token: reset.token, newPassword: password };
      expect(await statusOf(rollcall.call("POST", "/auth/password/reset", { body }))).toBe("204");
      expect(await statusOf(logIn(rollcall, email, otherPassword))).toBe("401 invalid_credentials");
      await signIn(rollcall, email);
    },
  );

  it("comes alive by a new password, too, where its owner has lost the mail", async () => {
    const rollcall = start({ form });
    await register(rollcall, otherPassword, email, "198.51.100.9");
    const confirmation = await lastMailTo(rollcall, email);
    await rollcall.call("POST", "/auth/password/forgot", { body: { email } });
    const { token } = await lastMailTo(rollcall, email);
    const reset = rollcall.call("POST", "/auth/password/reset", { body: { token, newPassword: password } });
    expect(await statusOf(reset)).toBe("204");
    expect(await statusOf(verify(rollcall, { token: confirmation.token }))).toBe("410 code_expired");
    rollcall.clock.advance(25 * hour);
    expect(await retain(rollcall.dependencies)).toMatchObject({ registrations: 0, isComplete: true });
    await signIn(rollcall, email);
  });

  it("has nobody's password once too many have registered the address, and gets one by mail", async () => {
    const rollcall = start({ form });
    for (let count = 0; count < 6; count++) {
      await register(rollcall, `${otherPassword} ${count}`);
      expect(await mailsOf(rollcall, email)).toHaveLength(Math.min(count + 1, 5));
    }
    const { token } = await lastMailTo(rollcall, email);
    expect(await statusOf(verify(rollcall, { token }))).toBe("204");
    for (let count = 0; count < 6; count++) {
      expect((await logIn(rollcall, email, `${otherPassword} ${count}`)).status).toBe(401);
    }
    await rollcall.call("POST", "/auth/password/forgot", { body: { email } });
    const reset = await lastMailTo(rollcall, email);
    const body = { token: reset.token, newPassword: password };
    expect(await statusOf(rollcall.call("POST", "/auth/password/reset", { body }))).toBe("204");
    await signIn(rollcall, email);
  });

  it("gets its mail once more, which voids the one before, at most once a minute", async () => {
    const rollcall = start({ form });
    await register(rollcall);
    const first = await lastMailTo(rollcall, email);
    const resend = () => rollcall.call("POST", "/auth/email/verify/resend", { body: { email } });
    expect((await resend()).status).toBe(202);
    expect(await mailsOf(rollcall, email)).toHaveLength(1);
    rollcall.clock.advance(60);
    expect((await resend()).status).toBe(202);
    const second = await lastMailTo(rollcall, email);
    expect(await statusOf(verify(rollcall, { token: first.token }))).toBe("410 code_expired");
    expect(await statusOf(verify(rollcall, { token: second.token }))).toBe("204");
    await signIn(rollcall, email);
  });

  it("never was, once its time is over: the address can be registered by anybody", async () => {
    const rollcall = start({ form });
    await register(rollcall, otherPassword);
    const { token } = await lastMailTo(rollcall, email);
    expect(await retain(rollcall.dependencies)).toMatchObject({ registrations: 0, isComplete: true });
    rollcall.clock.advance(24 * hour);
    expect(await retain(rollcall.dependencies)).toMatchObject({ registrations: 1, isComplete: true });
    expect(await statusOf(verify(rollcall, { token }))).toBe("410 code_expired");
    await register(rollcall);
    expect(await statusOf(verify(rollcall, { token: (await lastMailTo(rollcall, email)).token }))).toBe("204");
    expect(await retain(rollcall.dependencies)).toMatchObject({ registrations: 0, isComplete: true });
  });

  it("keeps no hash of the password but where it counts, and nothing that a mail could be made from", async () => {
    const rollcall = start({ form });
    await register(rollcall);
    const stored = () => rollcall.dependencies.database.collection(users).findOne({ email });
    const pending = await stored();
    expect(pending?.passwordHash).toBeNull();
    const { token = "", code = "" } = await lastMailTo(rollcall, email);
    for (const secret of [token, code]) expect(JSON.stringify(pending)).not.toContain(secret);
    await verify(rollcall, { token });
    const alive = await stored();
    expect(alive?.passwordHash).toMatch(/^\$argon2id\$/);
    expect(JSON.stringify(alive?.oneTime)).not.toContain("argon2");
    expect(alive?.registrationEnds).toBeUndefined();
  });
});

describeOnEachDatabase("an address that has an account", (form) => {
  it("is answered as any other, and its owner is told by mail, at most once an hour (Q27)", async () => {
    const rollcall = start({ form });
    await register(rollcall);
    await verify(rollcall, { token: (await lastMailTo(rollcall, email)).token });
    for (let count = 0; count < 3; count++) await register(rollcall, otherPassword);
    expect((await mailsOf(rollcall, email)).map(({ template }) => template)).toEqual([
      "verify-email",
      "already-registered",
    ]);
    rollcall.clock.advance(hour);
    await register(rollcall, otherPassword);
    expect(await mailsOf(rollcall, email)).toHaveLength(3);
    expect((await logIn(rollcall, email, otherPassword)).status).toBe(401);
    await signIn(rollcall, email);
  });

  it("gets no cookie and no session from it, also where one is asked for", async () => {
    const { page } = startForPages(form, { settings: { registration: "verify" } });
    const answer = await page.call("/auth/register", { email, password });
    expect([answer.status, await answer.text(), page.cookie]).toEqual([202, "{}", undefined]);
    const { api, session } = start({ form }).client();
    const registered = await api.auth.register.$post({ json: { email, password } });
    expect([registered.status, session.state.status]).toEqual([202, "signed-out"]);
  });

  it("is refused as any other when the password is weak", async () => {
    const rollcall = start({ form });
    await signInAsAdministrator(rollcall, email);
    for (const address of [email, "nobody@example.com"]) {
      const answer = await rollcall.call("POST", "/auth/register", { body: { email: address, password: "short" } });
      expect(await refusalOf(answer)).toBe("422 weak_password");
    }
  });
});

describe("registration under `open`", () => {
  it("mails the confirmation of the address, which the account does not wait for", async () => {
    const rollcall = startRollcall();
    await rollcall.call("POST", "/auth/register", { body: { email, password } });
    expect((await signIn(rollcall, email)).user.emailVerified).toBe(false);
    const { token } = await lastMailTo(rollcall, email);
    expect(await statusOf(verify(rollcall, { token }))).toBe("204");
    expect((await signIn(rollcall, email)).user.emailVerified).toBe(true);
  });

  it("mails in the language that the browser asks for", async () => {
    const rollcall = startRollcall();
    const headers = { "accept-language": "fr;q=0.9, de-AT;q=0.8, en;q=0.7" };
    await rollcall.call("POST", "/auth/register", { body: { email, password }, headers });
    expect((await lastMailTo(rollcall, email)).subject).toContain("Bestätigen");
    await rollcall.call("POST", "/auth/password/forgot", { body: { email } });
    expect((await lastMailTo(rollcall, email)).html).toContain('<html lang="de">');
  });

  it("mails nothing where no mail is sent", async () => {
    const rollcall = startRollcall({ settings: { sendsMail: false } });
    await rollcall.call("POST", "/auth/register", { body: { email, password } });
    expect(await mailsOf(rollcall)).toEqual([]);
  });
});
