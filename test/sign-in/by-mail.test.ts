import type { SignedIn, User } from "@rollcall/core";
import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
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
import { describeOnEachDatabase } from "../support/databases.ts";
import { mailOf, mailsOf, templatesTo } from "../support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";

const ask = (rollcall: TestRollcall, address = email) =>
  rollcall.call("POST", "/auth/code", { body: { email: address } });
const redeem = (rollcall: TestRollcall, body: object, headers = {}) =>
  rollcall.call("POST", "/auth/code/redeem", { body, headers });

/** Asks for a mail that signs in, and reads it. */
async function mailed(rollcall: TestRollcall) {
  expect((await ask(rollcall)).status).toBe(202);
  const { token, code = "" } = await mailOf(rollcall, "sign-in-code", email);
  return { token, code };
}

describeOnEachDatabase("a mail that signs in", (form) => {
  it("does so by its link, and confirms the address", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall, email);
    const { token } = await mailed(rollcall);
    const response = await redeem(rollcall, { token });
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
    const signedIn = await bodyOf<SignedIn>(response);
    expect(signedIn.user).toMatchObject({ id: user.id, emailVerified: true });
    expect(decodeJwt(signedIn.tokens.accessToken)).toMatchObject({ sub: user.id, amr: ["otp"], acr: "1" });
    const me = await rollcall.call("GET", "/me", { token: signedIn.tokens.accessToken });
    expect((await bodyOf<User>(me)).emailVerified).toBe(true);
  });

  it("does so by its code, with the address, on another device", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, email);
    const { code, token } = await mailed(rollcall);
    const other = code === "00000000" ? "00000001" : "00000000";
    expect(await refusalOf(await redeem(rollcall, { email, code: other }))).toBe("401 invalid_credentials");
    expect(await refusalOf(await redeem(rollcall, { email: "nobody@example.com", code }))).toBe(
      "401 invalid_credentials",
    );
    const typed = { email: " Ada@Example.com ", code: ` ${code.slice(0, 4)} ${code.slice(4)} ` };
    expect((await redeem(rollcall, typed, { "user-agent": "Pets/3.2 (iPhone; iOS 26.1)" })).status).toBe(200);
    expect(await refusalOf(await redeem(rollcall, { token }))).toBe("410 code_used");
  });

  it("works once, for ten minutes, and until a newer one is asked for", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, email);
    const first = await mailed(rollcall);
    rollcall.clock.advance(60);
    const second = await mailed(rollcall);
    expect(await refusalOf(await redeem(rollcall, { token: first.token }))).toBe("410 code_expired");
    expect((await redeem(rollcall, { token: second.token })).status).toBe(200);
    expect(await refusalOf(await redeem(rollcall, { token: second.token }))).toBe("410 code_used");
    rollcall.clock.advance(60);
    const third = await mailed(rollcall);
    rollcall.clock.advance(600);
    expect(await refusalOf(await redeem(rollcall, { token: third.token }))).toBe("410 code_expired");
    expect(await refusalOf(await redeem(rollcall, { email, code: third.code }))).toBe("410 code_expired");
  });

  it("is sent once a minute, and to whoever may sign in alone, whatever the answer says", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall, "grace@example.com");
    await signUp(rollcall, email);
    const { edit } = await administrate(rollcall);
    await edit(user.id, { status: "disabled" });
    for (const address of [email, email, "grace@example.com", "nobody@example.com"]) {
      const response = await ask(rollcall, address);
      expect([response.status, await response.json()]).toEqual([202, {}]);
    }
    const sent = (await mailsOf(rollcall)).filter(({ template }) => template === "sign-in-code");
    expect(sent.map(({ to }) => to)).toEqual([email]);
  });

  it("signs nobody in to an account that was disabled, or has another password, meanwhile", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall, email);
    await confirmAddress(rollcall, email);
    const { token } = await mailed(rollcall);
    const body = { currentPassword: password, newPassword: "seven lighthouses in a row" };
    await rollcall.call("POST", "/me/password", { token: tokens.accessToken, body });
    expect(await refusalOf(await redeem(rollcall, { token }))).toBe("410 code_expired");
    rollcall.clock.advance(60);
    const next = await mailed(rollcall);
    const { edit } = await administrate(rollcall);
    await edit(user.id, { status: "disabled" });
    expect((await redeem(rollcall, { token: next.token })).ok).toBe(false);
  });

  it("lets one of twenty at once in", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, email);
    await confirmAddress(rollcall, email);
    const { token, code } = await mailed(rollcall);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => redeem(rollcall, index % 2 ? { token } : { email, code })),
    );
    const refusals = await Promise.all(answers.filter(({ ok }) => !ok).map(refusalOf));
    expect(refusals).toEqual(Array(19).fill("410 code_used"));
  });

  it("gives nothing to a scanner that follows every link, twice", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, email);
    const { token } = await mailed(rollcall);
    const paths = ["/auth/code", "/auth/code/redeem", "/auth/email/change", "/auth/not-me"];
    for (const path of [...paths, ...paths]) {
      expect((await rollcall.call("GET", `${path}?token=${token}`)).status).toBe(405);
    }
    expect((await redeem(rollcall, { token })).status).toBe(200);
  });

  it("signs in to an account without a password", async () => {
    const rollcall = startRollcall({ form });
    const { create } = await administrate(rollcall);
    await create({ email });
    const { token } = await mailed(rollcall);
    expect((await redeem(rollcall, { token })).status).toBe(200);
  });
});

describeOnEachDatabase("whoever has registered somebody else's address", (form) => {
  it("is out, with their password, once its owner signs in by mail", async () => {
    const rollcall = startRollcall({ form });
    const stranger = await signUp(rollcall, email);
    const { token } = await mailed(rollcall);
    const owner = await bodyOf<SignedIn>(await redeem(rollcall, { token }));
    expect(await refreshes(rollcall, stranger.tokens.refreshToken)).toBe(false);
    expect((await logIn(rollcall, email)).status).toBe(401);
    expect(await refreshes(rollcall, owner.tokens.refreshToken)).toBe(true);
  });

  it("is nobody where the address was confirmed before: sessions and password go on", async () => {
    const rollcall = startRollcall({ form });
    const account = await signUp(rollcall, email);
    await confirmAddress(rollcall, email);
    const { token } = await mailed(rollcall);
    expect((await redeem(rollcall, { token })).status).toBe(200);
    expect(await refreshes(rollcall, account.tokens.refreshToken)).toBe(true);
    await signIn(rollcall, email);
  });
});

describe("signing in by mail", () => {
  it("puts the refresh token into a cookie where the page asks for it", async () => {
    const rollcall = startRollcall({ corsOrigins: ["https://app.example.com"] });
    await signUp(rollcall, email);
    const { token } = await mailed(rollcall);
    const headers = { "x-rollcall-transport": "cookie", origin: "https://app.example.com" };
    const response = await redeem(rollcall, { token }, headers);
    expect(response.headers.get("set-cookie")).toMatch(/^__Host-rollcall=/);
    expect((await bodyOf<SignedIn>(response)).tokens).not.toHaveProperty("refreshToken");
  });

  it("is kept by the typed client, as every way to sign in", async () => {
    const rollcall = startRollcall();
    await signUp(rollcall, email);
    const { token } = await mailed(rollcall);
    const client = rollcall.client();
    expect((await client.api.auth.code.redeem.$post({ json: { token } })).status).toBe(200);
    expect((await client.api.me.$get()).status).toBe(200);
  });

  it("is told by mail from a device that is new", async () => {
    const rollcall = startRollcall();
    await signUp(rollcall, email);
    await confirmAddress(rollcall, email);
    const { token } = await mailed(rollcall);
    await redeem(rollcall, { token }, { "user-agent": "Pets/3.2 (iPhone; iOS 26.1)" });
    expect((await templatesTo(rollcall, email)).at(-1)).toBe("new-sign-in");
  });
});
