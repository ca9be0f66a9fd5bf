import { type SignedIn, signingKeyLifetime, type Tokens } from "@rollcall/core";
import { retain } from "@rollcall/core/retention";
import { expect, it } from "vitest";
import { bodyOf, refusalOf, signIn } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { lastMailTo, mailsOf } from "../support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const day = 86_400;
const email = "ada@example.com";
const later = "ada@work.example";
const secondPassword = "seven lighthouses in a row";

/** What a device does in a week: it refreshes each day, and signs in anew where its session has reached its end. */
async function week(rollcall: TestRollcall, tokens: Tokens, address: string, secret: string): Promise<Tokens> {
  let current = tokens;
  for (let count = 0; count < 7; count++) {
    await pass(rollcall, day);
    const answer = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken: current.refreshToken } });
    current = answer.ok
      ? (await bodyOf<{ tokens: Tokens }>(answer)).tokens
      : (await signIn(rollcall, address, secret)).tokens;
    expect((await rollcall.call("GET", "/me", { token: current.accessToken })).status).toBe(200);
  }
  return current;
}

/** Lets time pass, and has done what schedules do. */
async function pass(rollcall: TestRollcall, seconds: number): Promise<void> {
  rollcall.clock.advance(seconds);
  const { dependencies } = rollcall;
  await dependencies.keyRing.rotate({ olderThan: signingKeyLifetime });
  await retain(dependencies);
  await mailsOf(rollcall);
}

describeOnEachDatabase("a year of an account's life", (form) => {
  it("has all that happens to one, and leaves as much behind as it should", async () => {
    const rollcall = startRollcall({ form, settings: { registration: "verify" } });
    const post = (path: string, body: object, token?: string) =>
      rollcall.call("POST", path, { body, ...(token && { token }) });

    // It is registered, and comes alive by the mail.
    expect((await post("/auth/register", { email, password, name: "Ada" })).status).toBe(202);
    const { token: verification } = await lastMailTo(rollcall, email);
    expect((await post("/auth/email/verify", { token: verification })).status).toBe(204);
    let { tokens } = await signIn(rollcall, email);

    // A quarter of a year of ordinary use.
    for (let count = 0; count < 13; count++) tokens = await week(rollcall, tokens, email, password);

    // The password is forgotten.
    expect((await post("/auth/password/forgot", { email })).status).toBe(202);
    const { token: reset } = await lastMailTo(rollcall, email);
    expect((await post("/auth/password/reset", { token: reset, newPassword: secondPassword })).status).toBe(204);
    expect(await refusalOf(await post("/auth/refresh", { refreshToken: tokens.refreshToken }))).toBe(
      "401 invalid_refresh_token",
    );
    ({ tokens } = await signIn(rollcall, email, secondPassword));
    for (let count = 0; count < 13; count++) tokens = await week(rollcall, tokens, email, secondPassword);

    // Somebody guesses at it, for a day.
    for (let hour = 0; hour < 24; hour++) {
      await post("/auth/login", { email, password: `a guess in hour ${hour}` });
      await pass(rollcall, 3_600);
    }

    // It moves to another address, and the person signs in by mail there.
    ({ tokens } = await signIn(rollcall, email, secondPassword));
    const change = await post("/me/email", { newEmail: later, password: secondPassword }, tokens.accessToken);
    expect(change.status).toBe(202);
    const { token: proof } = await lastMailTo(rollcall, later);
    expect((await post("/auth/email/change", { token: proof })).status).toBe(204);
    expect((await lastMailTo(rollcall, email)).template).toBe("email-changed");
    await pass(rollcall, 60);
    expect((await post("/auth/code", { email: later })).status).toBe(202);
    const { code } = await lastMailTo(rollcall, later);
    const redeemed = await post("/auth/code/redeem", { email: later, code });
    expect(redeemed.status).toBe(200);
    ({ tokens } = await bodyOf<SignedIn>(redeemed));
    for (let count = 0; count < 26; count++) tokens = await week(rollcall, tokens, later, secondPassword);

    // What is there after a year is no more than after a week.
    const me = await bodyOf<{ items: unknown[] }>(
      await rollcall.call("GET", "/me/sessions", { token: tokens.accessToken }),
    );
    expect(me.items.length).toBeLessThan(5);
    const users = rollcall.dependencies.database.collection({ name: "users", indexes: [] });
    const [document, ...others] = await users.find({}, { sort: { _id: 1 }, limit: 10 });
    expect(others).toEqual([]);
    expect(JSON.stringify(document).length).toBeLessThan(8_000);

    const mine = await rollcall.call("GET", "/me/events?limit=100", { token: tokens.accessToken });
    const types = (await bodyOf<{ items: { type: string }[] }>(mine)).items.map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining(["email.changed", "session.started", "sign_in.failed", "password.reset"]),
    );

    // It is deleted, and its address is free.
    ({ tokens } = await signIn(rollcall, later, secondPassword));
    const deletion = await rollcall.call("DELETE", "/me", {
      token: tokens.accessToken,
      body: { password: secondPassword },
    });
    expect(deletion.status).toBe(204);
    expect((await lastMailTo(rollcall, later)).template).toBe("account-deleted");
    expect((await post("/auth/register", { email: later, password })).status).toBe(202);
  }, 60_000);
});
