import type { AccessToken, SignedIn } from "@rollcall/core";
import type { RequestOptions } from "@rollcall/core/passkey";
import { expect, it } from "vitest";
import { bodyOf, refusalOf, signIn, statusOf } from "../support/accounts.ts";
import { Authenticator, type Tampering } from "../support/authenticator.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import { answerWith, askedFor, signUpProtected } from "../support/factors.ts";
import { takeApart } from "../support/forged-tokens.ts";
import { addPasskey, requestProof, signUpWithPasskey } from "../support/passkeys.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";

const optionsFor = (rollcall: TestRollcall, mfaToken: string) =>
  rollcall.call("POST", "/auth/mfa/passkey", { body: { mfaToken } });

/** The first part of a sign-in, and what a passkey is asked with then. */
async function begin(rollcall: TestRollcall, address = email) {
  const { mfaToken, methods } = await askedFor(rollcall, address);
  const { options } = await bodyOf<{ options: RequestOptions }>(await optionsFor(rollcall, mfaToken));
  return { mfaToken, methods, options };
}

describeOnEachDatabase("a passkey as the second factor", (form) => {
  it("signs in after a password, also without making sure who its user is", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const { mfaToken, methods, options } = await begin(rollcall);
    expect(methods).toEqual(["passkey", "recovery_code"]);
    expect(options).toMatchObject({
      allowCredentials: [{ type: "public-key", id: authenticator.id, transports: ["internal"] }],
      userVerification: "preferred",
    });
    const passkey = authenticator.like({ isUserVerified: false }).get(options);
    const answer = await answerWith(rollcall, mfaToken, { passkey });
    expect(answer.status).toBe(200);
    const { accessToken } = (await bodyOf<SignedIn>(answer)).tokens;
    expect(takeApart(accessToken).claims).toMatchObject({ amr: ["pwd", "hwk", "mfa"], acr: "2" });
  });

  it("need not say whose it is, and says nothing else", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const send = async (userHandle: string | null) => {
      const { mfaToken, options } = await begin(rollcall);
      const passkey = authenticator.get(options);
      return answerWith(rollcall, mfaToken, { passkey: { ...passkey, response: { ...passkey.response, userHandle } } });
    };
    expect((await send(null)).status).toBe(200);
    const others = Buffer.from("user_01kjpx722ffrqtvgf0hszzax5h").toString("base64url");
    expect(await refusalOf(await send(others))).toBe("401 invalid_credentials");
  });

  it("costs one trip for the options, and two and one beside them for the answer", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const { mfaToken } = await askedFor(rollcall, email);
    const trips = () => rollcall.storage.roundTrips();
    const before = trips();
    const { options } = await bodyOf<{ options: RequestOptions }>(await optionsFor(rollcall, mfaToken));
    expect(trips() - before).toBe(1);
    expect((await answerWith(rollcall, mfaToken, { passkey: authenticator.get(options) })).status).toBe(200);
    expect(trips() - before).toBe(4);
  });

  it("leads to one session, also by 20 answers at once (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const { mfaToken, options } = await begin(rollcall);
    const send = () => statusOf(answerWith(rollcall, mfaToken, { passkey: authenticator.get(options) }));
    const answers = await Promise.all(Array.from({ length: 20 }, send));
    expect(answers.filter((answer) => answer === "200")).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(["200", "410 code_used"]));
  });

  it("signs the challenge of this sign-in alone (Q128, Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const [first, second] = [await begin(rollcall), await begin(rollcall)];
    const answer = await answerWith(rollcall, first.mfaToken, { passkey: authenticator.get(second.options) });
    expect(await refusalOf(answer)).toBe("401 invalid_credentials");
  });

  it("is refused where it is another's, or tampered with, or a copy (Q132, Q133)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator, signedIn } = await signUpWithPasskey(rollcall, email, { counter: 5 });
    const grace = await signUpWithPasskey(rollcall, "grace@example.com");
    const send = async (by: Authenticator, tampering?: Tampering) => {
      const { mfaToken, options } = await begin(rollcall);
      return refusalOf(await answerWith(rollcall, mfaToken, { passkey: by.get(options, tampering) }));
    };
    for (const refusal of [
      await send(grace.authenticator),
      await send(new Authenticator()),
      await send(authenticator, { rpId: "evil.test" }),
      await send(authenticator.like({ counter: 1 })),
    ]) {
      expect(refusal).toBe("401 invalid_credentials");
    }
    const types = (await eventsOf(rollcall, signedIn.user.id)).map(({ type }) => type);
    expect(types.filter((type) => type === "second_factor.refused")).toHaveLength(4);
    expect(types.filter((type) => type === "passkey.counter_regressed")).toHaveLength(1);
  });

  it("is not asked for where there is none, or the first part is not good any more", async () => {
    const rollcall = startRollcall({ form });
    await signUpProtected(rollcall, "grace@example.com");
    const { mfaToken: withoutPasskey } = await askedFor(rollcall, "grace@example.com");
    expect(await refusalOf(await optionsFor(rollcall, withoutPasskey))).toBe("409 conflict");
    const { token } = await signUpWithPasskey(rollcall);
    const { mfaToken } = await askedFor(rollcall, email);
    expect((await addPasskey(rollcall, token)).status).toBe(201);
    for (const text of [mfaToken, "dG9rZW4"]) {
      expect(await refusalOf(await optionsFor(rollcall, text))).toBe("410 code_expired");
    }
  });
});

describeOnEachDatabase("a passkey as the proof of who is signed in", (form) => {
  const verify = (rollcall: TestRollcall, token: string, body: object) =>
    rollcall.call("POST", "/me/verify", { token, body });

  /** A session of one factor, of an account with a passkey. */
  async function startWeak() {
    const rollcall = startRollcall({ form });
    const enrolled = await signUpWithPasskey(rollcall);
    const off = startRollcall({ shares: rollcall.storage, settings: { mfa: "off" } });
    const { tokens } = await signIn(off, email);
    return { rollcall, ...enrolled, weak: tokens };
  }

  it("raises this session, in two trips and one beside them (Q109, Q132)", async () => {
    const { rollcall, authenticator, weak } = await startWeak();
    const { accessToken } = weak;
    rollcall.clock.advance(100);
    const trips = () => rollcall.storage.roundTrips();
    const before = trips();
    const { options, challenge } = await requestProof(rollcall, accessToken);
    expect(trips() - before).toBe(1);
    const passkey = authenticator.get(options);
    const answer = await verify(rollcall, accessToken, { passkey, challenge });
    expect(answer.status).toBe(200);
    expect(trips() - before).toBe(4);
    const { claims } = takeApart((await bodyOf<AccessToken>(answer)).accessToken);
    expect(claims).toMatchObject({ acr: "2", amr: ["pwd", "hwk", "user", "mfa"] });
    expect(claims.auth_time).toBeGreaterThanOrEqual((takeApart(accessToken).claims.auth_time as number) + 100);
  });

  it("is taken once, in this session, for this purpose, within five minutes (Q132)", async () => {
    const { rollcall, authenticator, weak, token } = await startWeak();
    const { options, challenge } = await requestProof(rollcall, weak.accessToken);
    const passkey = authenticator.get(options);
    expect(await refusalOf(await verify(rollcall, token, { passkey, challenge }))).toBe("410 code_expired");
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => statusOf(verify(rollcall, weak.accessToken, { passkey, challenge }))),
    );
    expect(answers.filter((answer) => answer === "200")).toHaveLength(1);
    for (const answer of answers) expect(["200", "410 code_used", "422 validation_failed"]).toContain(answer);
    expect(await statusOf(rollcall.call("POST", "/auth/passkey", { body: { passkey, challenge } }))).toBe(
      "410 code_expired",
    );
    const late = await requestProof(rollcall, weak.accessToken);
    rollcall.clock.advance(301);
    const body = { passkey: authenticator.get(late.options), challenge: late.challenge };
    expect(await refusalOf(await verify(rollcall, weak.accessToken, body))).toBe("410 code_expired");
  });

  it("is told at the field that it is not good", async () => {
    const { rollcall, authenticator, weak } = await startWeak();
    const { options, challenge } = await requestProof(rollcall, weak.accessToken);
    const passkey = authenticator.get(options, { rpId: "evil.test" });
    const answer = await verify(rollcall, weak.accessToken, { passkey, challenge });
    expect(await bodyOf<object>(answer)).toMatchObject({
      code: "validation_failed",
      issues: [{ path: ["passkey"], code: "wrong_code" }],
    });
  });

  it("is asked for nobody without one, nor whose session has ended", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUpProtected(rollcall, email);
    const request = () => statusOf(rollcall.call("POST", "/me/verify/options", { token: tokens.accessToken }));
    expect(await request()).toBe("409 conflict");
    await rollcall.call("POST", "/auth/logout", { body: { refreshToken: tokens.refreshToken } });
    expect(await request()).toBe("401 invalid_token");
  });
});

describeOnEachDatabase("setting a passkey up", (form) => {
  it("costs three trips in all", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signUpWithPasskey(rollcall);
    const before = rollcall.storage.roundTrips();
    expect((await addPasskey(rollcall, token)).status).toBe(201);
    expect(rollcall.storage.roundTrips() - before).toBe(3);
  });

  it("another one wants a session of two factors, which a password alone does not make it", async () => {
    const rollcall = startRollcall({ form });
    await signUpWithPasskey(rollcall);
    const off = startRollcall({ shares: rollcall.storage, settings: { mfa: "off" } });
    const { tokens } = await signIn(off, email);
    const { accessToken: token } = tokens;
    const answer = await rollcall.call("POST", "/me/passkeys/options", { token });
    expect(await bodyOf<object>(answer)).toMatchObject({
      code: "reauthentication_required",
      acr: "2",
      methods: ["passkey", "recovery_code"],
    });
    const byPassword = rollcall.call("POST", "/me/verify", { token, body: { password } });
    expect(await statusOf(byPassword)).toBe("401 reauthentication_required");
  });
});
