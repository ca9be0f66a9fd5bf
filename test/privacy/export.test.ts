import { type AccountExport, users } from "@rollcall/core";
import { expect, it } from "vitest";
import { remove } from "../second-factors/removals.ts";
import { bodyOf, signInAsAdministrator, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { dumpOf } from "../support/dump.ts";
import { eventsOf } from "../support/events.ts";
import { signUpProtected } from "../support/factors.ts";
import { password, startRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";

const aPasskey = {
  type: "passkey",
  name: "Laptop",
  lastUsedAt: null,
  credentialId: "mJ8xKc2VQkKqYdV0n3sTzA",
  publicKey: "pQECAyYgASFYIPZ1b2",
  counter: 0,
  transports: ["internal"],
  isBackupEligible: true,
  isBackedUp: true,
} as const;

describeOnEachDatabase("all that is kept about me", (form) => {
  it("is what the database has of me, and nothing that could be used (Q171)", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall, email, { name: "Ada" });
    await eventsOf(rollcall);
    const headers = { "user-agent": "Pets/3.2 (iPhone; iOS 26.1)" };
    await rollcall.call("POST", "/auth/login", { body: { email, password }, headers, ip: "198.51.100.7" });
    await rollcall.call("POST", "/auth/login", { body: { email, password: "not the right one" } });
    await rollcall.call("POST", "/auth/password/forgot", { body: { email } });
    const response = await rollcall.call("GET", "/me/export", { token: tokens.accessToken });
    expect(response.status).toBe(200);
    const all = await bodyOf<AccountExport>(response);
    expect(all).toMatchObject({
      user: { id: user.id, email, name: "Ada" },
      hasPassword: true,
      attempts: 1,
      sessions: [{ ip: "198.51.100.7", userAgent: headers["user-agent"] }, { current: true }],
      places: [{ browsers: 1 }, { browsers: 1 }],
    });
    expect(all.proofs.map(({ purpose }) => purpose)).toEqual(expect.arrayContaining(["verify", "reset"]));
    expect(all.queue.map(({ name }) => name)).toEqual(expect.arrayContaining(["reset-password", "sign_in.failed"]));
    expect(all.events.items.map(({ type }) => type).toSorted()).toEqual(["session.started", "user.registered"]);
    const text = JSON.stringify(all);
    for (const secret of await secretsIn(rollcall)) expect(text).not.toContain(secret);
    expect((await eventsOf(rollcall, user.id)).map(({ type }) => type)).toContain("user.exported");
  });

  it("names factors, and what is to become of them, without what they could be proved with (Q131, Q171)", async () => {
    const rollcall = startRollcall({ form, settings: { factorRemovalDelay: 86_400 } });
    const { user, app, tokens } = await signUpProtected(rollcall, email);
    const passkey = { ...aPasskey, createdAt: rollcall.clock.now() };
    const factors = { "factors.fact_00000000000000000000000000": passkey, credentialIds: [passkey.credentialId] };
    await rollcall.storage.database.collection(users).updateOne({ _id: user.id }, { $set: factors });
    const admin = await signInAsAdministrator(rollcall);
    await remove(rollcall, admin.token, user.id, "Lost the phone");
    const response = await rollcall.call("GET", "/me/export", { token: tokens.accessToken });
    const all = await bodyOf<AccountExport>(response);
    expect(all).toMatchObject({
      factors: [
        { type: "passkey", name: "Laptop", backedUp: true },
        { id: app.id, type: "totp", lastUsedAt: null },
      ],
      recoveryCodesLeft: 10,
      factorRemovalReason: "Lost the phone",
    });
    expect(Date.parse(all.factorsRemovedAt ?? "")).toBeGreaterThan(rollcall.clock.now().getTime());
    const text = JSON.stringify(all);
    for (const secret of [...(await secretsIn(rollcall)), passkey.credentialId, passkey.publicKey, admin.user.id])
      expect(text).not.toContain(secret);
  });

  it("is read as often as one likes, with a relay that is away", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall, email);
    for (let time = 0; time < 60; time++) {
      expect((await rollcall.call("GET", "/me/export", { token: tokens.accessToken })).status).toBe(200);
    }
    const all = await rollcall.call("GET", "/me/export", { token: tokens.accessToken });
    expect((await bodyOf<AccountExport>(all)).queue).toHaveLength(50);
  });

  it("ends with the session", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall, email);
    await rollcall.call("POST", "/auth/logout", { body: { refreshToken: tokens.refreshToken } });
    expect((await rollcall.call("GET", "/me/export", { token: tokens.accessToken })).status).toBe(401);
  });
});

/** Hashes, digests, and the ids from which links and codes are made. */
async function secretsIn(rollcall: Parameters<typeof dumpOf>[0]): Promise<string[]> {
  const dump = await dumpOf(rollcall);
  const found = [...dump.matchAll(/"(\$argon2[^"]+|[\w-]{16}|[\w-]{22}|[\w-]{43})"/g)].map(
    ([, text]) => text as string,
  );
  const words = found.filter((text) => /[A-Z]/.test(text) && /[a-z]/.test(text) && /[\d_-]/.test(text));
  expect(words.length).toBeGreaterThan(3);
  return words;
}
