import type { SignedIn, User } from "@rollcall/core";
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
import { mailOf, mailsOf } from "../support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";
const theirs = "mallory@example.org";
const newPassword = "seven lighthouses in a row";

const change = (rollcall: TestRollcall, token: string | undefined) =>
  rollcall.call("POST", "/auth/email/change", { body: { token } });

async function move(rollcall: TestRollcall, { tokens }: SignedIn, newEmail: string, secret = password) {
  const body = { newEmail, password: secret };
  expect((await rollcall.call("POST", "/me/email", { token: tokens.accessToken, body })).status).toBe(202);
  expect((await change(rollcall, (await mailOf(rollcall, "change-email", newEmail)).token)).status).toBe(204);
}

/** Ada's account, after somebody who knew her password has moved it to an address of their own. */
async function setUp(form: DatabaseForm) {
  const rollcall = startRollcall({ form });
  const { user } = await signUp(rollcall, email, { name: "Ada" });
  await confirmAddress(rollcall, email);
  const mallory = await signIn(rollcall, email);
  await move(rollcall, mallory, theirs);
  const { token } = await mailOf(rollcall, "email-changed", email);
  return { rollcall, user, mallory, token };
}

describeOnEachDatabase("a change of address that is taken back", (form) => {
  it("gives the account back to the old address, and shuts everybody out (Q53)", async () => {
    const { rollcall, user, mallory, token } = await setUp(form);
    const response = await change(rollcall, token);
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(await refreshes(rollcall, mallory.tokens.refreshToken)).toBe(false);
    for (const address of [email, theirs]) expect((await logIn(rollcall, address)).status).toBe(401);
    const reset = await mailOf(rollcall, "reset-password", email);
    const body = { token: reset.token, newPassword };
    expect((await rollcall.call("POST", "/auth/password/reset", { body })).status).toBe(204);
    const mine = await signIn(rollcall, email, newPassword);
    expect(mine.user).toMatchObject({ id: user.id, email, emailVerified: true });
    const { page } = await administrate(rollcall);
    expect((await page({ q: email })).items.map(({ id }) => id)).toEqual([user.id]);
  });

  it("is told to the address that loses the account, without a way back", async () => {
    const { rollcall, token } = await setUp(form);
    await change(rollcall, token);
    expect((await mailOf(rollcall, "email-changed", theirs)).link).toBeUndefined();
  });

  it("works once, for seven days", async () => {
    const { rollcall, token } = await setUp(form);
    rollcall.clock.advance(7 * 86_400 - 10);
    expect((await change(rollcall, token)).status).toBe(204);
    expect(await refusalOf(await change(rollcall, token))).toBe("410 code_used");
    const late = await setUp(form);
    late.rollcall.clock.advance(7 * 86_400);
    expect(await refusalOf(await change(late.rollcall, late.token))).toBe("410 code_expired");
  });

  it("works after further changes, of the address and of the password, and these cannot be brought back", async () => {
    const { rollcall, user, mallory, token } = await setUp(form);
    const body = { currentPassword: password, newPassword };
    await rollcall.call("POST", "/me/password", { token: mallory.tokens.accessToken, body });
    rollcall.clock.advance(60);
    await move(rollcall, mallory, "mallory@example.net", newPassword);
    const between = await mailOf(rollcall, "email-changed", theirs);
    expect((await change(rollcall, token)).status).toBe(204);
    expect(await refusalOf(await change(rollcall, between.token))).toBe("410 code_expired");
    rollcall.clock.advance(60);
    await rollcall.call("POST", "/auth/code", { body: { email } });
    const code = await mailOf(rollcall, "sign-in-code", email);
    const response = await rollcall.call("POST", "/auth/code/redeem", { body: { token: code.token } });
    expect((await bodyOf<SignedIn>(response)).user.id).toBe(user.id);
  });

  it("cannot be kept from its owner by many changes: there are five in seven days", async () => {
    const { rollcall, mallory, token } = await setUp(form);
    for (let count = 1; count < 5; count++) {
      rollcall.clock.advance(60);
      await move(rollcall, mallory, `mallory${count}@example.org`);
    }
    rollcall.clock.advance(60);
    const body = { newEmail: "mallory5@example.org", password };
    const refused = await rollcall.call("POST", "/me/email", { token: mallory.tokens.accessToken, body });
    expect(await refusalOf(refused)).toBe("409 limit_reached");
    expect((await change(rollcall, token)).status).toBe(204);
  });

  it("is not kept from its owner by an account that somebody has made at the old address", async () => {
    const { rollcall, user, token } = await setUp(form);
    const squatter = await signUp(rollcall, email, { password: newPassword });
    expect((await change(rollcall, token)).status).toBe(204);
    expect(await refreshes(rollcall, squatter.tokens.refreshToken)).toBe(false);
    const { page } = await administrate(rollcall);
    expect((await page({ q: email })).items.map(({ id }) => id)).toEqual([user.id]);
  });

  it("is refused where somebody has proved that the old address is theirs by now", async () => {
    const { rollcall, token } = await setUp(form);
    await signUp(rollcall, email, { password: newPassword });
    await confirmAddress(rollcall, email);
    expect(await refusalOf(await change(rollcall, token))).toBe("409 email_taken");
    await signIn(rollcall, email, newPassword);
  });

  it("is done by the notice of the sign-in, too, which was somebody else's", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, email);
    await confirmAddress(rollcall, email);
    const headers = { "user-agent": "curl/8.5.0" };
    const response = await rollcall.call("POST", "/auth/login", { body: { email, password }, headers });
    const notice = await mailOf(rollcall, "new-sign-in", email);
    const mallory = await bodyOf<SignedIn>(response);
    await move(rollcall, mallory, theirs);
    expect((await rollcall.call("POST", "/auth/not-me", { body: { token: notice.token } })).status).toBe(204);
    expect((await mailsOf(rollcall, email)).at(-1)?.template).toBe("reset-password");
    const { page } = await administrate(rollcall);
    expect((await page({ q: theirs })).items).toEqual([]);
    expect((await page({ q: email })).items.map((user: User) => user.email)).toEqual([email]);
  });
});
