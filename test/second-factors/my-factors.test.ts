import type { Tokens } from "@rollcall/core";
import { decodeJwt } from "jose";
import { type TOTP, URI } from "otpauth";
import { expect, it } from "vitest";
import { users } from "../../packages/core/src/user/index.ts";
import { bodyOf, logIn, refreshes, refusalOf, signIn, signUp, statusOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import {
  addApp,
  answerWith,
  askedFor,
  nextCode,
  refreshed,
  signInWithApp,
  signUpProtected,
  storedAccount,
  strengthsOf,
} from "../support/factors.ts";
import { mailOf, templatesTo } from "../support/mails.ts";
import { startTwoServices, together } from "../support/races.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";

interface Factor {
  id: string;
  type: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}

const list = async (rollcall: TestRollcall, { accessToken: token }: Tokens) =>
  bodyOf<{ items: Factor[]; recoveryCodesLeft: number }>(await rollcall.call("GET", "/me/factors", { token }));
const rename = (rollcall: TestRollcall, { accessToken: token }: Tokens, id: string, body: object) =>
  rollcall.call("PATCH", `/me/factors/${id}`, { token, body });
const remove = (rollcall: TestRollcall, { accessToken: token }: Tokens, id: string) =>
  rollcall.call("DELETE", `/me/factors/${id}`, { token });

describeOnEachDatabase("my factors", (form) => {
  it("are listed, the oldest first, with what their owner has to know and nothing else", async () => {
    const rollcall = startRollcall({ form });
    const { app, tokens } = await signUpProtected(rollcall, email);
    const other = await addApp(rollcall, tokens.accessToken, "Tablet");
    const signedIn = await signInWithApp(rollcall, { email, app: other });
    const { items, recoveryCodesLeft } = await list(rollcall, signedIn.tokens);
    expect(recoveryCodesLeft).toBe(10);
    expect(items).toEqual([
      { id: app.id, type: "totp", name: "Authenticator app", createdAt: expect.any(String), lastUsedAt: null },
      { id: other.id, type: "totp", name: "Tablet", createdAt: expect.any(String), lastUsedAt: expect.any(String) },
    ]);
  });

  it("are none at first", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall, email);
    await signUpProtected(rollcall, "grace@example.com");
    expect(await list(rollcall, tokens)).toEqual({ items: [], recoveryCodesLeft: 0, removesAt: null });
  });

  it("get another name, and nothing else, by their owner alone", async () => {
    const rollcall = startRollcall({ form });
    const { app, tokens } = await signUpProtected(rollcall, email);
    const grace = await signUpProtected(rollcall, "grace@example.com");
    const answer = await rename(rollcall, tokens, app.id, { name: "  Old phone " });
    expect(await bodyOf<Factor>(answer)).toMatchObject({ id: app.id, type: "totp", name: "Old phone" });
    expect((await list(rollcall, tokens)).items).toMatchObject([{ name: "Old phone" }]);
    for (const id of [grace.app.id, "fact_01hv0000000000000000000000", "none", "__proto__"]) {
      expect(await statusOf(rename(rollcall, tokens, id, { name: "Mine" }))).toBe("404 not_found");
    }
    for (const body of [{}, { name: "" }, { name: "x".repeat(101) }, { name: null }, { name: "A", step: 0 }]) {
      expect(await statusOf(rename(rollcall, tokens, app.id, body))).toBe("422 validation_failed");
    }
    expect((await list(rollcall, grace.tokens)).items).toMatchObject([{ name: "Authenticator app" }]);
  });

  it("are removed by who proves two of them, and the owner and the audit trail are told (Q131)", async () => {
    const rollcall = startRollcall({ form });
    const { app, tokens, user } = await signUpProtected(rollcall, email);
    const other = await addApp(rollcall, tokens.accessToken);
    expect(await statusOf(remove(rollcall, tokens, app.id))).toBe("204");
    expect((await mailOf(rollcall, "factor-removed", email)).text).toContain("An authenticator app was removed");
    const removed = (await eventsOf(rollcall, user.id)).filter(({ type }) => type === "factor.removed");
    expect(removed.map(({ data }) => data)).toEqual([{ factorId: app.id, kind: "totp" }]);
    expect(await statusOf(remove(rollcall, tokens, app.id))).toBe("404 not_found");
    const { mfaToken } = await askedFor(rollcall, email);
    expect(await statusOf(answerWith(rollcall, mfaToken, { code: nextCode(rollcall, app) }))).toBe(
      "401 invalid_credentials",
    );
    expect(await list(rollcall, tokens)).toMatchObject({ items: [{ id: other.id }], recoveryCodesLeft: 10 });
    await signInWithApp(rollcall, { email, app: other });
  });

  it("are not removed by a session of one factor, nor by one that has not proved it of late (Q131)", async () => {
    const rollcall = startRollcall({ form });
    const { app, tokens } = await signUpProtected(rollcall, email);
    const weak = await signIn(startRollcall({ shares: rollcall.storage, settings: { mfa: "off" } }), email);
    const refused = await remove(rollcall, weak.tokens, app.id);
    expect(await bodyOf(refused)).toMatchObject({
      code: "reauthentication_required",
      acr: "2",
      methods: ["totp", "recovery_code"],
    });
    rollcall.clock.advance(601);
    expect(await statusOf(remove(rollcall, await refreshed(rollcall, tokens), app.id))).toBe(
      "401 reauthentication_required",
    );
    expect((await askedFor(rollcall, email)).methods).toEqual(["totp", "recovery_code"]);
  });

  it("are asked for no more once the last is gone: the codes go with it, and no session counts as one of two", async () => {
    const rollcall = startRollcall({ form });
    const { app, tokens, user } = await signUpProtected(rollcall, email);
    const other = await signInWithApp(rollcall, { email, app });
    const [recoveryCode] = app.recoveryCodes;
    const { mfaToken } = await askedFor(rollcall, email);
    expect(await statusOf(remove(rollcall, tokens, app.id))).toBe("204");
    expect(await list(rollcall, tokens)).toEqual({ items: [], recoveryCodesLeft: 0, removesAt: null });
    expect(await refreshes(rollcall, other.tokens.refreshToken)).toBe(false);
    const { accessToken } = await refreshed(rollcall, tokens);
    expect(decodeJwt(accessToken)).toMatchObject({ acr: "1" });
    expect(Object.values(await strengthsOf(rollcall, user.id))).toEqual(["1"]);
    expect(await statusOf(answerWith(rollcall, mfaToken, { recoveryCode }))).toBe("410 code_expired");
    const again = await signIn(rollcall, email);
    expect(decodeJwt(again.tokens.accessToken)).toMatchObject({ acr: "1", amr: ["pwd"] });
    const kept = await storedAccount(rollcall, user.id);
    for (const field of ["factors", "hasFactors", "recoveryCodes", "sealedUnder"])
      expect(kept).not.toHaveProperty(field);
    // And may be set up anew, with other codes.
    const { recoveryCodes } = await addApp(rollcall, again.tokens.accessToken);
    expect(recoveryCodes).toHaveLength(10);
    expect(recoveryCodes).not.toContain(recoveryCode);
  });

  it("are removed once, however often at once, and leave none behind when all go at once", async () => {
    const services = startTwoServices(form);
    const [rollcall] = services;
    const { app, tokens, user } = await signUpProtected(rollcall, email);
    const other = await addApp(rollcall, tokens.accessToken);
    const calls = together(services, 20, (service, index) =>
      remove(service, tokens, index % 4 < 2 ? app.id : other.id),
    );
    const answers = await Promise.all(calls.map((call) => statusOf(call())));
    expect(answers.toSorted()).toEqual(["204", "204", ...Array(18).fill("404 not_found")]);
    const told = (await eventsOf(rollcall, user.id)).filter(({ type }) => type === "factor.removed");
    expect(told).toHaveLength(2);
    expect(await storedAccount(rollcall, user.id)).not.toHaveProperty("hasFactors");
    expect((await logIn(rollcall, email)).status).toBe(200);
  });

  it("change only with a notice to their owner: while too much is under way they stay as they are (Q131)", async () => {
    const rollcall = startRollcall({ form });
    const { app, tokens, user } = await signUpProtected(rollcall, email);
    const { accessToken: token } = tokens;
    const offer = await bodyOf<{ id: string; uri: string }>(await rollcall.call("POST", "/me/factors/totp", { token }));
    const code = (URI.parse(offer.uri) as TOTP).generate({ timestamp: rollcall.clock.now().getTime() });
    await fillOutbox(rollcall, user.id);
    const before = await storedAccount(rollcall, user.id);
    const confirmed = rollcall.call("POST", "/me/factors/totp/confirm", { token, body: { id: offer.id, code } });
    for (const change of [
      confirmed,
      remove(rollcall, tokens, app.id),
      rollcall.call("POST", "/me/recovery-codes", { token }),
    ]) {
      expect(await statusOf(change)).toBe("409 limit_reached");
    }
    expect(await refusalOf(await logIn(rollcall, email))).toBe("401 second_factor_required");
    const { factors, recoveryCodes } = await storedAccount(rollcall, user.id);
    expect({ factors, recoveryCodes }).toEqual({ factors: before.factors, recoveryCodes: before.recoveryCodes });
    // A mail that tells of a sign-in has room of its own, and nobody is kept from signing in.
    const { mfaToken } = await askedFor(rollcall, email);
    const [recoveryCode] = app.recoveryCodes;
    expect(await statusOf(answerWith(rollcall, mfaToken, { recoveryCode }))).toBe("200");
    expect(await templatesTo(rollcall, email)).toContain("recovery-code-used");
  });
});

/** As many events as an account may have under way. */
async function fillOutbox({ storage, clock }: TestRollcall, _id: string): Promise<void> {
  const accounts = storage.database.collection(users);
  const now = clock.now();
  const event = {
    kind: "event",
    type: "profile.updated",
    queuedAt: now,
    due: new Date(now.getTime() + 3_600_000),
    tries: 0,
    actor: { type: "user", id: _id },
    requestId: null,
    ip: null,
    data: {},
  };
  const entries = Array.from({ length: 50 }, (_, index) => [`outbox.evt_${index}`, event]);
  expect(await accounts.updateOne({ _id }, { $set: Object.fromEntries(entries) })).toBe(true);
}
