import { users } from "@rollcall/core";
import { eventRecorder } from "@rollcall/core/audit";
import { relay } from "@rollcall/core/relay";
import { retain } from "@rollcall/core/retention";
import { expect, it } from "vitest";
import { remove } from "../second-factors/removals.ts";
import { administrate, logIn, signIn, signInAsAdministrator, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { dumpOf } from "../support/dump.ts";
import { eventsOf } from "../support/events.ts";
import { addApp, signUpProtected, storedAccount } from "../support/factors.ts";
import { mailsOf } from "../support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const day = 86_400;
const email = "ada.lovelace@example.com";
const ip = "198.51.100.77";
const headers = { "user-agent": "AnalyticalEngine/1.0", "accept-language": "de" };

/** Whatever would tell who somebody was: the address, the name, where from and with what. */
const personal = /lovelace|\bada\b|198\.51\.100|Analytical/i;

/** Somebody who has done all kinds of things. */
async function startLife(form: Parameters<typeof startRollcall>[0]) {
  const rollcall = startRollcall(form);
  const body = { email, password, name: "Ada Lovelace" };
  const answer = await rollcall.call("POST", "/auth/register", { body, headers, ip });
  const { user, tokens } = (await answer.json()) as Awaited<ReturnType<typeof signUp>>;
  const token = tokens.accessToken;
  for (const secret of ["not the right password", password]) {
    await rollcall.call("POST", "/auth/login", { body: { email, password: secret }, headers, ip });
  }
  await rollcall.call("POST", "/auth/password/forgot", { body: { email }, headers, ip });
  await rollcall.call("PATCH", "/me", { token, body: { name: "Ada King, Countess of Lovelace" }, ip });
  expect(await dumpOf(rollcall)).toMatch(personal);
  return { rollcall, id: user.id, token };
}

const leave = (rollcall: TestRollcall, token: string) =>
  rollcall.call("DELETE", "/me", { token, body: { password }, headers, ip });

describeOnEachDatabase("of a deleted account", (form) => {
  it("nothing personal is left three days after its last mail has gone, in any collection (Q56, Q171)", async () => {
    const { rollcall, id, token } = await startLife({ form });
    expect((await leave(rollcall, token)).status).toBe(204);
    await mailsOf(rollcall);
    rollcall.clock.advance(3 * day);
    expect(await retain(rollcall.dependencies)).toMatchObject({ tombstones: 1, isComplete: true });
    expect(await dumpOf(rollcall)).not.toMatch(personal);
    expect(await dumpOf(rollcall)).not.toMatch(/argon2|sess_.*userAgent|places/);
    const told = await eventsOf(rollcall, id);
    expect(told.map(({ type }) => type)).toContain("user.deleted");
    expect(told.filter((event) => event.ip !== null)).toEqual([]);
    expect(await retain(rollcall.dependencies)).toMatchObject({ tombstones: 0, isComplete: true });
  });

  it("no factor is left, nor what an administrator wrote of its owner, and its passkey is free at once (Q131, Q171)", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUpProtected(rollcall, email);
    const admin = await signInAsAdministrator(rollcall);
    await remove(rollcall, admin.token, user.id, "Called as Ada Lovelace from 198.51.100.77");
    const again = (await signIn(rollcall, email)).tokens.accessToken;
    await addApp(rollcall, again);
    const credentialIds = ["mJ8xKc2VQkKqYdV0n3sTzA"];
    await rollcall.storage.database.collection(users).updateOne({ _id: user.id }, { $set: { credentialIds } });
    expect((await leave(rollcall, again)).status).toBe(204);
    expect(await storedAccount(rollcall, user.id)).toEqual(
      expect.not.objectContaining({ factors: expect.anything(), credentialIds: expect.anything() }),
    );
    const other = await signUp(rollcall, email);
    const taken = rollcall.storage.database
      .collection(users)
      .updateOne({ _id: other.user.id }, { $set: { credentialIds } });
    expect(await taken).toBe(true);
    await rollcall.storage.database.collection(users).deleteOne({ _id: other.user.id });
    await mailsOf(rollcall);
    rollcall.clock.advance(3 * day);
    expect(await retain(rollcall.dependencies)).toMatchObject({ tombstones: 1, isComplete: true });
    expect(await dumpOf(rollcall)).not.toMatch(personal);
    const removed = (await eventsOf(rollcall, user.id)).find(({ type }) => type === "factors.removed");
    expect(removed).toMatchObject({ actor: { id: admin.user.id }, data: { by: "administrator", reason: "" } });
    expect(await rollcall.call("GET", "/me", { token: tokens.accessToken })).toMatchObject({ status: 401 });
  });

  it("the audit trail still tells which id did what, also to others; what others did keeps their address (Q170, Q171)", async () => {
    const rollcall = startRollcall({ form });
    const { admin, create } = await administrate(rollcall);
    const { id } = await (await create({ email, password, roles: ["admin"] })).json();
    const { tokens } = await (
      await rollcall.call("POST", "/auth/login", { body: { email, password }, headers, ip })
    ).json();
    const { user: other } = await signUp(rollcall, "grace@example.com");
    await rollcall.call("PATCH", `/users/${other.id}`, { token: tokens.accessToken, body: { name: "Grace" }, ip });
    expect((await rollcall.call("DELETE", `/users/${id}`, { token: admin.token })).status).toBe(204);
    await mailsOf(rollcall);
    rollcall.clock.advance(3 * day);
    await retain(rollcall.dependencies);
    expect(await dumpOf(rollcall)).not.toMatch(personal);
    const events = await eventsOf(rollcall);
    expect(events.find(({ type, userId }) => type === "user.changed" && userId === other.id)).toMatchObject({
      actor: { type: "admin", id },
      ip: null,
    });
    expect(events.find(({ type, userId }) => type === "user.deleted" && userId === id)).toMatchObject({
      actor: { type: "admin", id: admin.user.id },
      ip: "203.0.113.7",
    });
    expect(events.find(({ userId, type }) => userId === other.id && type === "session.started")?.ip).not.toBeNull();
  });

  it("a last mail that never gets through keeps its address for 30 days more, and not longer (Q171)", async () => {
    const { rollcall, token } = await startLife({ form });
    await leave(rollcall, token);
    const away = { event: eventRecorder(rollcall.dependencies), mail: () => Promise.reject(new Error("away")) };
    for (let hour = 0; hour < 70; hour++) {
      await relay(rollcall.dependencies, away);
      rollcall.clock.advance(3_600);
    }
    rollcall.clock.advance(3 * day);
    expect(await retain(rollcall.dependencies)).toMatchObject({ tombstones: 0, deadLetters: 0 });
    expect(await dumpOf(rollcall)).toContain(email);
    rollcall.clock.advance(30 * day);
    expect(await retain(rollcall.dependencies)).toMatchObject({ tombstones: 1, deadLetters: 1 });
    expect(await dumpOf(rollcall)).not.toMatch(personal);
  });

  it("whoever has the address anew loses nothing (Q171)", async () => {
    const { rollcall, token } = await startLife({ form });
    await leave(rollcall, token);
    await mailsOf(rollcall);
    const again = await signUp(rollcall, email);
    rollcall.clock.advance(3 * day);
    await retain(rollcall.dependencies);
    expect((await signIn(rollcall, email)).user.id).toBe(again.user.id);
    const told = await eventsOf(rollcall, again.user.id);
    expect(told.filter((event) => event.ip === null)).toEqual([]);
  });
});

describeOnEachDatabase("a registration that nobody confirmed", (form) => {
  it("is forgotten like a deleted account (Q171)", async () => {
    const rollcall = startRollcall({ form, settings: { registration: "verify" } });
    const body = { email, password, name: "Ada Lovelace" };
    await rollcall.call("POST", "/auth/register", { body, headers, ip });
    await mailsOf(rollcall);
    rollcall.clock.advance(day);
    expect(await retain(rollcall.dependencies)).toMatchObject({ registrations: 1 });
    await mailsOf(rollcall);
    expect((await mailsOf(rollcall)).map(({ template }) => template)).toEqual(["verify-email"]);
    rollcall.clock.advance(3 * day);
    expect(await retain(rollcall.dependencies)).toMatchObject({ tombstones: 1 });
    expect(await dumpOf(rollcall)).not.toMatch(personal);
    expect((await logIn(rollcall, email)).status).toBe(401);
  });
});
