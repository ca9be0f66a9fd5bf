import type { User } from "@rollcall/core";
import { expect, it } from "vitest";
import {
  administrate,
  bodyOf,
  confirmAddress,
  logIn,
  refreshes,
  refusalOf,
  signIn,
  signUp,
} from "../support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../support/databases.ts";
import { mailOf, templatesTo } from "../support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";
const newEmail = "ada.king@example.org";

const ask = (rollcall: TestRollcall, token: string, body: object) =>
  rollcall.call("POST", "/me/email", { token, body });
const change = (rollcall: TestRollcall, body: object) => rollcall.call("POST", "/auth/email/change", { body });

/** Ada's account, with its address confirmed. */
async function setUp(form: DatabaseForm) {
  const rollcall = startRollcall({ form });
  const account = await signUp(rollcall, email, { name: "Ada" });
  await confirmAddress(rollcall, email);
  const token = account.tokens.accessToken;
  return {
    rollcall,
    account,
    token,
    async asked() {
      expect((await ask(rollcall, token, { newEmail, password })).status).toBe(202);
      return mailOf(rollcall, "change-email", newEmail);
    },
  };
}

describeOnEachDatabase("asking for another address", (form) => {
  it("mails a link and a code to it, and leaves the account as it is (Q53)", async () => {
    const { rollcall, account, token } = await setUp(form);
    const response = await ask(rollcall, token, { newEmail: " Ada.King@Example.org ", password });
    expect([response.status, await response.json()]).toEqual([202, {}]);
    const mail = await mailOf(rollcall, "change-email", newEmail);
    expect(mail.link).toMatch(/\/change-email#token=[\w-]{88}$/);
    expect(mail.code).toMatch(/^\d{8}$/);
    expect(mail.text).not.toContain(email);
    expect(mail.text).not.toContain("Hello Ada");
    const me = await bodyOf<User>(await rollcall.call("GET", "/me", { token }));
    expect(me).toEqual({ ...account.user, emailVerified: true });
    expect(await templatesTo(rollcall, email)).not.toContain("email-changed");
  });

  it("needs the password, where the account has one (Q53)", async () => {
    const { rollcall, token } = await setUp(form);
    for (const body of [{ newEmail }, { newEmail, password: "not the right password" }, { newEmail, password: "" }]) {
      expect(await refusalOf(await ask(rollcall, token, body))).toBe("422 validation_failed");
    }
    expect(await refusalOf(await rollcall.call("POST", "/me/email", { body: { newEmail, password } }))).toBe(
      "401 missing_token",
    );
    expect(await templatesTo(rollcall, newEmail)).toEqual([]);
  });

  it("answers the same for an address that has an account, and costs the same", async () => {
    const { rollcall, token } = await setUp(form);
    await signUp(rollcall, "grace@example.com");
    const answers: [status: number, body: string, cost: number][] = [];
    for (const other of ["grace@example.com", "nobody@example.com"]) {
      const before = rollcall.storage.roundTrips();
      const response = await ask(rollcall, token, { newEmail: other, password });
      answers.push([response.status, await response.text(), rollcall.storage.roundTrips() - before]);
      expect(await templatesTo(rollcall, other)).toContain("change-email");
      rollcall.clock.advance(60);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it("is refused for the account's own address, and sooner than a minute after the last time", async () => {
    const { rollcall, token, asked } = await setUp(form);
    expect(await refusalOf(await ask(rollcall, token, { newEmail: email, password }))).toBe("422 validation_failed");
    await asked();
    const refused = await ask(rollcall, token, { newEmail: "ada@example.net", password });
    expect(refused.headers.get("retry-after")).toBe("60");
    expect(await refusalOf(refused)).toBe("429 too_many_attempts");
    rollcall.clock.advance(60);
    expect((await ask(rollcall, token, { newEmail: "ada@example.net", password })).status).toBe(202);
  });
});

describeOnEachDatabase("confirming the new address", (form) => {
  it("moves the account to it, where it is signed in to and found from then on (Q53)", async () => {
    const { rollcall, account, token, asked } = await setUp(form);
    const { token: proof } = await asked();
    const response = await change(rollcall, { token: proof });
    expect([response.status, await response.text()]).toEqual([204, ""]);
    const me = await bodyOf<User>(await rollcall.call("GET", "/me", { token }));
    expect(me).toMatchObject({ id: account.user.id, email: newEmail, emailVerified: true });
    expect(await refreshes(rollcall, account.tokens.refreshToken)).toBe(true);
    await signIn(rollcall, newEmail);
    expect(await refusalOf(await logIn(rollcall, email))).toBe("401 invalid_credentials");
    const { page } = await administrate(rollcall);
    expect((await page({ q: "ada.king" })).items.map(({ id }) => id)).toEqual([account.user.id]);
    expect((await page({ q: email })).items).toEqual([]);
  });

  it("is told to the old one, with a way back (Q53, Q54)", async () => {
    const { rollcall, asked } = await setUp(form);
    const { token: proof } = await asked();
    await change(rollcall, { token: proof });
    const notice = await mailOf(rollcall, "email-changed", email);
    expect(notice.link).toMatch(/\/revert-email#token=[\w-]{88}$/);
    expect(notice.text).not.toContain(newEmail);
    expect(await templatesTo(rollcall, newEmail)).toEqual(["change-email"]);
  });

  it("works by the code, with the address that the account has so far", async () => {
    const { rollcall, asked } = await setUp(form);
    const { code = "" } = await asked();
    const other = code === "00000000" ? "00000001" : "00000000";
    expect(await refusalOf(await change(rollcall, { email, code: other }))).toBe("401 invalid_credentials");
    expect(await refusalOf(await change(rollcall, { email: newEmail, code }))).toBe("401 invalid_credentials");
    expect((await change(rollcall, { email, code: `${code.slice(0, 4)} ${code.slice(4)}` })).status).toBe(204);
    await signIn(rollcall, newEmail);
  });

  it("works once, within an hour, and for the newest request alone", async () => {
    const { rollcall, token, asked } = await setUp(form);
    const first = await asked();
    rollcall.clock.advance(60);
    await ask(rollcall, token, { newEmail: "ada@example.net", password });
    expect(await refusalOf(await change(rollcall, { token: first.token }))).toBe("410 code_expired");
    const second = await mailOf(rollcall, "change-email", "ada@example.net");
    rollcall.clock.advance(3_600);
    expect(await refusalOf(await change(rollcall, { token: second.token }))).toBe("410 code_expired");
    const third = await (async () => {
      const { tokens } = await signIn(rollcall, email);
      await ask(rollcall, tokens.accessToken, { newEmail, password });
      return mailOf(rollcall, "change-email", newEmail);
    })();
    expect((await change(rollcall, { token: third.token })).status).toBe(204);
    expect(await refusalOf(await change(rollcall, { token: third.token }))).toBe("410 code_used");
  });

  it("is void once the password has changed (Q47)", async () => {
    const { rollcall, token, asked } = await setUp(form);
    const { token: proof } = await asked();
    const body = { currentPassword: password, newPassword: "seven lighthouses in a row" };
    expect((await rollcall.call("POST", "/me/password", { token, body })).status).toBe(204);
    expect(await refusalOf(await change(rollcall, { token: proof }))).toBe("410 code_expired");
  });

  it("tells whoever reads there that the address has an account", async () => {
    const { rollcall, asked } = await setUp(form);
    const { token: proof } = await asked();
    await signUp(rollcall, newEmail);
    expect(await refusalOf(await change(rollcall, { token: proof }))).toBe("409 email_taken");
    await signIn(rollcall, email);
  });

  it("is over for an account that was disabled", async () => {
    const { rollcall, account, asked } = await setUp(form);
    const { token: proof } = await asked();
    const { edit } = await administrate(rollcall);
    await edit(account.user.id, { status: "disabled" });
    expect(await refusalOf(await change(rollcall, { token: proof }))).toBe("410 code_expired");
  });

  it("is told to an old address that never proved itself, without a way to take the account", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall, email, { name: "Ada" });
    await ask(rollcall, tokens.accessToken, { newEmail, password });
    const { token: proof } = await mailOf(rollcall, "change-email", newEmail);
    expect((await change(rollcall, { token: proof })).status).toBe(204);
    const notice = await mailOf(rollcall, "email-changed", email);
    expect([notice.link, notice.text.includes("Hello Ada")]).toEqual([undefined, false]);
  });
});
