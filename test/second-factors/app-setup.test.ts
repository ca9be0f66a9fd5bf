import type { SignedIn } from "@rollcall/core";
import { type TOTP, URI } from "otpauth";
import { expect, it } from "vitest";
import { users } from "../../packages/core/src/user/index.ts";
import { bodyOf, confirmAddress, logIn, refreshes, refusalOf, signIn, signUp, statusOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { dumpOf } from "../support/dump.ts";
import { eventsOf } from "../support/events.ts";
import {
  addApp,
  answerWith,
  askedFor,
  refreshed,
  signInWithApp,
  signUpProtected,
  wrongCodeOf,
} from "../support/factors.ts";
import { mailOf } from "../support/mails.ts";
import { startTwoServices, together } from "../support/races.ts";
import { startRollcall, type TestRollcall, type TestRollcallOptions, testSettings } from "../support/rollcall.ts";

const email = "ada@example.com";

interface Offer {
  id: string;
  secret: string;
  uri: string;
}

/** Somebody who may set up a factor, and has none. */
async function signUpConfirmed(rollcall: TestRollcall): Promise<SignedIn & { token: string }> {
  const account = await signUp(rollcall, email);
  await confirmAddress(rollcall, email);
  return { ...account, token: account.tokens.accessToken };
}

async function offerTo(rollcall: TestRollcall, token: string): Promise<Offer> {
  const answer = await rollcall.call("POST", "/me/factors/totp", { token });
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
  return bodyOf(answer);
}

/** What an app shows that has read the QR code. */
const appOf = ({ uri }: Pick<Offer, "uri">) => URI.parse(uri) as TOTP;
const shownBy = ({ clock }: TestRollcall, offer: Offer, later = 0) =>
  appOf(offer).generate({ timestamp: clock.now().getTime() + later * 1_000 });

/** The same service, started with other settings. */
const under = ({ storage, clock }: TestRollcall, settings: TestRollcallOptions["settings"]): TestRollcall => {
  const other = startRollcall({ shares: storage, settings });
  return { ...other, clock: Object.assign(other.clock, clock) };
};

const confirm = (rollcall: TestRollcall, token: string, body: object) =>
  rollcall.call("POST", "/me/factors/totp/confirm", { token, body });

const factorsOf = async (rollcall: TestRollcall, token: string) =>
  (await bodyOf<{ items: { id: string; name: string }[] }>(await rollcall.call("GET", "/me/factors", { token }))).items;

describeOnEachDatabase("setting up an authenticator app", (form) => {
  it("offers a secret of 160 bits, which other people's apps read from the QR code", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signUpConfirmed(rollcall);
    const offer = await offerTo(rollcall, token);
    expect(offer.secret).toMatch(/^[A-Z2-7]{32}$/);
    const app = appOf(offer);
    expect(app).toMatchObject({ issuer: "example.test", label: email, algorithm: "SHA1", digits: 6, period: 30 });
    expect(app.secret.base32).toBe(offer.secret);
    expect((await offerTo(rollcall, token)).secret).not.toBe(offer.secret);
  });

  it("keeps nothing, and asks nobody for anything, until the app's first code has come", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signUpConfirmed(rollcall);
    const offer = await offerTo(rollcall, token);
    const wrong = { id: offer.id, code: wrongCodeOf(rollcall, { secret: bytesOf(offer) }) };
    const answer = await confirm(rollcall, token, wrong);
    expect(await bodyOf(answer)).toMatchObject({
      status: 422,
      code: "validation_failed",
      issues: [{ path: ["code"], code: "wrong_code" }],
    });
    expect(await factorsOf(rollcall, token)).toEqual([]);
    expect(await dumpOf(rollcall)).not.toContain(offer.id);
    expect((await logIn(rollcall, email)).status).toBe(200);
    expect((await confirm(rollcall, token, { id: offer.id, code: shownBy(rollcall, offer) })).status).toBe(200);
    expect(await refusalOf(await logIn(rollcall, email))).toBe("401 second_factor_required");
  });

  it("counts no slip of the finger against the apps that are factors already (Q127)", async () => {
    const rollcall = startRollcall({ form });
    const { user, app, tokens } = await signUpProtected(rollcall, email);
    const token = tokens.accessToken;
    await rollcall.storage.database.collection(users).updateOne({ _id: user.id }, { $set: { wrongCodes: 49 } });
    const offer = await offerTo(rollcall, token);
    const slip = { id: offer.id, code: wrongCodeOf(rollcall, { secret: bytesOf(offer) }) };
    expect((await confirm(rollcall, token, slip)).status).toBe(422);
    await signInWithApp(rollcall, { email, app });
  });

  it("uses up no attempts where it is refused before anybody looks at the code (Q31)", async () => {
    const { limits } = testSettings;
    const settings = { limits: { ...limits, guess: { ...limits.guess, perAccount: 5 } } };
    const rollcall = startRollcall({ form, settings });
    const { token } = await signUpConfirmed(rollcall);
    const app = await addApp(rollcall, token);
    const again = { id: app.id, code: wrongCodeOf(rollcall, app) };
    const { accessToken } = (await signInWithApp(rollcall, { email, app })).tokens;
    const late = under(rollcall, { mfa: "off", limits: settings.limits });
    for (let times = 0; times < 8; times++) {
      expect(await refusalOf(await confirm(rollcall, accessToken, again))).toBe("410 code_used");
      expect(await refusalOf(await confirm(late, accessToken, again))).toBe("403 forbidden");
    }
    await addApp(rollcall, accessToken);
  });

  it("counts no slip of the finger against the app, once it is a factor", async () => {
    const rollcall = startRollcall({ form });
    const { token, user } = await signUpConfirmed(rollcall);
    const offer = await offerTo(rollcall, token);
    const accounts = rollcall.storage.database.collection(users);
    await accounts.updateOne({ _id: user.id }, { $set: { wrongCodes: 49 } });
    const slip = { id: offer.id, code: wrongCodeOf(rollcall, { secret: bytesOf(offer) }) };
    expect((await confirm(rollcall, token, slip)).status).toBe(422);
    expect((await confirm(rollcall, token, { id: offer.id, code: shownBy(rollcall, offer) })).status).toBe(200);
    expect((await askedFor(rollcall, email)).methods).toEqual(["totp", "recovery_code"]);
  });

  it("ends every other session with the first one, tells the owner, and gives recovery codes once", async () => {
    const rollcall = startRollcall({ form });
    const { user, token, tokens } = await signUpConfirmed(rollcall);
    const other = await signIn(rollcall, email);
    const first = await addApp(rollcall, token, "Phone");
    expect(first.recoveryCodes).toHaveLength(10);
    expect(await refreshes(rollcall, other.tokens.refreshToken)).toBe(false);
    const { accessToken } = await refreshed(rollcall, tokens);
    expect(await mailOf(rollcall, "factor-added", email)).toMatchObject({ subject: "New second factor at Example" });
    expect((await addApp(rollcall, accessToken, "Tablet")).recoveryCodes).toEqual([]);
    const added = (await eventsOf(rollcall, user.id)).filter(({ type }) => type === "factor.added");
    expect(added.map(({ data }) => data)).toMatchObject([{ factorId: first.id, kind: "totp" }, { kind: "totp" }]);
  });

  it("can be finished for fifteen minutes, in the session that has begun it (Q131)", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signUpConfirmed(rollcall);
    const offer = await offerTo(rollcall, token);
    const other = await signIn(rollcall, email);
    const elsewhere = await confirm(rollcall, other.tokens.accessToken, {
      id: offer.id,
      code: shownBy(rollcall, offer),
    });
    expect(await refusalOf(elsewhere)).toBe("422 validation_failed");
    rollcall.clock.advance(901);
    const { accessToken } = (await signIn(rollcall, email)).tokens;
    for (const late of [token, accessToken]) {
      const answer = await confirm(rollcall, late, { id: offer.id, code: shownBy(rollcall, offer) });
      expect(await refusalOf(answer)).toMatch(late === token ? /^401 / : /^410 code_expired$/);
    }
  });

  it("takes an app once, however often at once, and not again after it was removed", async () => {
    const services = startTwoServices(form);
    const [rollcall] = services;
    const { token, tokens } = await signUpConfirmed(rollcall);
    const offer = await offerTo(rollcall, token);
    const body = { id: offer.id, code: shownBy(rollcall, offer) };
    const calls = together(services, 20, (service) => confirm(service, token, body));
    const answers = await Promise.all(calls.map((call) => call()));
    const taken = answers.filter(({ ok }) => ok);
    expect(taken).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(await refusalOf(answer)).toBe("410 code_used");
    const { recoveryCodes } = await bodyOf<{ recoveryCodes: string[] }>(taken[0] as Response);
    const { mfaToken } = await askedFor(rollcall, email);
    expect((await answerWith(rollcall, mfaToken, { recoveryCode: recoveryCodes[0] })).status).toBe(200);
    const strong = (await refreshed(rollcall, tokens)).accessToken;
    expect((await rollcall.call("DELETE", `/me/factors/${offer.id}`, { token: strong })).status).toBe(204);
    expect(await refusalOf(await confirm(rollcall, strong, body))).toBe("410 code_used");
    expect(await factorsOf(rollcall, strong)).toEqual([]);
  });

  it("gives the first of several apps at once the recovery codes, and keeps all", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signUpConfirmed(rollcall);
    const offers = await Promise.all([1, 2, 3].map(() => offerTo(rollcall, token)));
    const answers = await Promise.all(
      offers.map((offer) => confirm(rollcall, token, { id: offer.id, code: shownBy(rollcall, offer) })),
    );
    const bodies = await Promise.all(answers.map((answer) => bodyOf<{ recoveryCodes?: string[] }>(answer)));
    expect(bodies.filter(({ recoveryCodes }) => recoveryCodes)).toHaveLength(1);
    expect(await factorsOf(rollcall, token)).toHaveLength(3);
  });

  it("takes five, each with a name, and no sixth, however many come at once", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUpProtected(rollcall, email);
    const token = tokens.accessToken;
    for (const name of ["Phone", " Tablet ", "Büro 🖥️"]) await addApp(rollcall, token, name);
    const offers = await Promise.all(Array.from({ length: 5 }, () => offerTo(rollcall, token)));
    const answers = await Promise.all(
      offers.map((offer) => statusOf(confirm(rollcall, token, { id: offer.id, code: shownBy(rollcall, offer) }))),
    );
    expect(answers.toSorted()).toEqual(["200", ...Array(4).fill("409 limit_reached")]);
    expect(await statusOf(rollcall.call("POST", "/me/factors/totp", { token }))).toBe("409 limit_reached");
    const names = (await factorsOf(rollcall, token)).map(({ name }) => name);
    expect(names).toEqual(["Authenticator app", "Phone", "Tablet", "Büro 🖥️", "Authenticator app"]);
  });

  it("refuses names and ids that are none", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signUpConfirmed(rollcall);
    const { id } = await offerTo(rollcall, token);
    const code = "123456";
    for (const body of [
      { id, code, name: "" },
      { id, code, name: "   " },
      { id, code, name: "x".repeat(101) },
      { id, code, name: "\ud800" },
      { id: "fact_made-up", code },
      { id: id.replace("fact_", "sess_"), code },
      { id, code, secret: "JBSWY3DPEHPK3PXP" },
      { id, code: 123_456 },
      { id },
    ]) {
      expect(await refusalOf(await confirm(rollcall, token, body)), JSON.stringify(body)).toBe("422 validation_failed");
    }
    // Ids of any other time: of none was a secret ever shown.
    for (const made of ["fact_00000000000000000000000000", "fact_7zzzzzzzzzzzzzzzzzzzzzzzzz"]) {
      expect(await refusalOf(await confirm(rollcall, token, { id: made, code }))).toBe("410 code_expired");
    }
  });

  it("wants a proof of who asks that is recent, and once there is a factor, one of two (Q131)", async () => {
    const rollcall = startRollcall({ form });
    const { token, tokens } = await signUpConfirmed(rollcall);
    rollcall.clock.advance(601);
    const { accessToken: stale } = await refreshed(rollcall, tokens);
    expect(await statusOf(rollcall.call("POST", "/me/factors/totp", { token: stale }))).toBe(
      "401 reauthentication_required",
    );
    expect((await rollcall.call("POST", "/me/factors/totp", { token })).status).toBe(401);
    const fresh = await signIn(rollcall, email);
    const app = await addApp(rollcall, fresh.tokens.accessToken);
    const strong = await signInWithApp(rollcall, { email, app });
    expect((await rollcall.call("POST", "/me/factors/totp", { token: strong.tokens.accessToken })).status).toBe(200);
  });

  it("wants an address that was proved, where mails are sent, and a service that asks for factors", async () => {
    const rollcall = startRollcall({ form });
    const { token } = { token: (await signUp(rollcall, email)).tokens.accessToken };
    const offer = (service: TestRollcall) => statusOf(service.call("POST", "/me/factors/totp", { token }));
    expect(await offer(rollcall)).toBe("403 email_not_verified");
    expect(await offer(under(rollcall, { sendsMail: false }))).toBe("200");
    expect(await offer(under(rollcall, { mfa: "off" }))).toBe("403 forbidden");
  });
});

/** A secret's bytes, of what was offered. */
const bytesOf = (offer: Offer): Buffer => Buffer.from(appOf(offer).secret.bytes);
