import { type SignedIn, systemContext, usersOf } from "@rollcall/core";
import { expect, it } from "vitest";
import { bodyOf, refusalOf, signInAsAdministrator, signUp, statusOf } from "../support/accounts.ts";
import type { Authenticator } from "../support/authenticator.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import { takeApart } from "../support/forged-tokens.ts";
import { addressIn, defaultLimits, inARow, startLimited, times } from "../support/guessing.ts";
import { requestPasskey, signInWithPasskey, signUpWithPasskey } from "../support/passkeys.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const listOf = async (rollcall: TestRollcall, token: string) =>
  (await bodyOf<{ items: unknown[] }>(await rollcall.call("GET", "/me/factors", { token }))).items;

const typesOf = async (rollcall: TestRollcall, userId: string) =>
  (await eventsOf(rollcall, userId)).map(({ type }) => type);

describeOnEachDatabase("what a passkey is asked with by whoever is not signed in", (form) => {
  it("is the same for everybody, and reads nothing (Q135)", async () => {
    const rollcall = startRollcall({ form });
    await signUpWithPasskey(rollcall);
    const before = rollcall.storage.roundTrips();
    const answers = [await requestPasskey(rollcall), await requestPasskey(rollcall)];
    expect(rollcall.storage.roundTrips() - before).toBe(0);
    for (const { options, challenge } of answers) {
      expect(options).toEqual({
        challenge: expect.stringMatching(/^[\w-]{43}$/),
        timeout: 300_000,
        rpId: "example.test",
        allowCredentials: [],
        userVerification: "required",
      });
      expect(challenge).toHaveLength(answers[0]?.challenge.length ?? 0);
    }
    expect(new Set(answers.map(({ options }) => options.challenge)).size).toBe(2);
  });

  it("takes no address that it could tell something of (Q135)", async () => {
    const rollcall = startRollcall({ form });
    const { signedIn } = await signUpWithPasskey(rollcall);
    for (const email of [signedIn.user.email, "nobody@example.com"]) {
      const answer = rollcall.call("POST", "/auth/passkey/options", { body: { email } });
      expect(await statusOf(answer)).toBe("422 validation_failed");
    }
  });
});

describeOnEachDatabase("signing in with a passkey", (form) => {
  it.each(["ES256", "EdDSA", "RS256"] as const)("is two factors at once, by %s (Q132)", async (algorithm) => {
    const rollcall = startRollcall({ form });
    const { authenticator, signedIn } = await signUpWithPasskey(rollcall, "ada@example.com", { algorithm });
    const response = await signInWithPasskey(rollcall, authenticator);
    expect(response.status).toBe(200);
    const { user, tokens } = await bodyOf<SignedIn>(response);
    expect(user.id).toBe(signedIn.user.id);
    expect(takeApart(tokens.accessToken).claims).toMatchObject({ amr: ["hwk", "user"], acr: "2" });
  });

  it("costs two trips, and one beside them that counts by network", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const { options, challenge } = await requestPasskey(rollcall);
    const body = { challenge, passkey: authenticator.get(options) };
    const before = rollcall.storage.roundTrips();
    expect(await statusOf(rollcall.call("POST", "/auth/passkey", { body }))).toBe("200");
    expect(rollcall.storage.roundTrips() - before).toBe(3);
  });

  it("can have the refresh token in a cookie", async () => {
    const rollcall = startRollcall({ form, corsOrigins: ["https://app.example.test"] });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const { options, challenge } = await requestPasskey(rollcall);
    const headers = { "x-rollcall-transport": "cookie", origin: "https://app.example.test" };
    const body = { challenge, passkey: authenticator.get(options) };
    const response = await rollcall.call("POST", "/auth/passkey", { body, headers });
    expect(response.headers.get("set-cookie")).toContain("__Host-");
    expect((await bodyOf<SignedIn>(response)).tokens.refreshToken).toBeUndefined();
  });

  it("works where nobody is asked for second factors", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const off = startRollcall({ shares: rollcall.storage, settings: { mfa: "off" } });
    expect((await signInWithPasskey(off, authenticator)).status).toBe(200);
  });

  it("is refused where the passkey has not made sure who its user is (Q134)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator, signedIn } = await signUpWithPasskey(rollcall);
    const unsure = authenticator.like({ isUserVerified: false });
    expect(await refusalOf(await signInWithPasskey(rollcall, unsure))).toBe("401 invalid_credentials");
    expect(await typesOf(rollcall, signedIn.user.id)).toContain("sign_in.failed");
    expect((await signInWithPasskey(rollcall, authenticator)).status).toBe(200);
  });

  it("leaves its time and its backup state to be seen", async () => {
    const rollcall = startRollcall({ form });
    const traits = { isBackupEligible: true, isBackedUp: false };
    const { authenticator, token } = await signUpWithPasskey(rollcall, "ada@example.com", traits);
    expect(await listOf(rollcall, token)).toMatchObject([{ backedUp: false, lastUsedAt: null }]);
    await signInWithPasskey(rollcall, authenticator.like({ isBackedUp: true }));
    expect(await listOf(rollcall, token)).toMatchObject([{ backedUp: true, lastUsedAt: expect.any(String) }]);
    await signInWithPasskey(rollcall, authenticator.like({ isBackedUp: false }));
    expect(await listOf(rollcall, token)).toMatchObject([{ backedUp: false }]);
  });

  it("is over with the passkey, and while the account is disabled", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator, token, factorId, signedIn } = await signUpWithPasskey(rollcall);
    const admin = await signInAsAdministrator(rollcall);
    const disable = (status: string) =>
      rollcall.call("PATCH", `/users/${signedIn.user.id}`, { token: admin.token, body: { status } });
    await disable("disabled");
    expect(await refusalOf(await signInWithPasskey(rollcall, authenticator))).toBe("401 invalid_credentials");
    await disable("active");
    const { tokens } = await bodyOf<SignedIn>(await signInWithPasskey(rollcall, authenticator));
    expect(await statusOf(rollcall.call("GET", "/me", { token }))).toBe("401 invalid_token");
    const removal = rollcall.call("DELETE", `/me/factors/${factorId}`, { token: tokens.accessToken });
    expect(await statusOf(removal)).toBe("204");
    expect(await refusalOf(await signInWithPasskey(rollcall, authenticator))).toBe("401 invalid_credentials");
  });

  it("is refused by a passkey that says of nobody whose it is, or of somebody else", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const { user } = await signUp(rollcall, "grace@example.com");
    const unknown = ["user_01kjpx722ffrqtvgf0hszzax5h", "ada@example.com", user.id];
    for (const userHandle of [null, ...unknown.map((id) => Buffer.from(id).toString("base64url"))]) {
      const answer = await signInWithPasskey(rollcall, authenticator, {
        answer: (given) => ({ ...given, response: { ...given.response, userHandle } }),
      });
      expect(await refusalOf(answer)).toBe("401 invalid_credentials");
    }
  });
});

describeOnEachDatabase("the challenge of a sign-in", (form) => {
  it("is met once, also by 20 at once (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator, signedIn } = await signUpWithPasskey(rollcall);
    const { options, challenge } = await requestPasskey(rollcall);
    const body = { challenge, passkey: authenticator.get(options) };
    const attempt = () => statusOf(rollcall.call("POST", "/auth/passkey", { body }));
    const answers = await Promise.all(Array.from({ length: 20 }, attempt));
    expect(answers.filter((answer) => answer === "200")).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(["200", "410 code_used"]));
    expect(await attempt()).toBe("410 code_used");
    const account = await usersOf(systemContext(rollcall.dependencies)).findOne({ _id: signedIn.user.id });
    expect(account?.sessionsBegun).toBe(1);
  });

  it("is met once by two assertions as well (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const { options, challenge } = await requestPasskey(rollcall);
    const send = () =>
      statusOf(rollcall.call("POST", "/auth/passkey", { body: { challenge, passkey: authenticator.get(options) } }));
    expect([await send(), await send()]).toEqual(["200", "410 code_used"]);
  });

  it("is good for five minutes, and is forgotten then (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator, signedIn } = await signUpWithPasskey(rollcall);
    const { options, challenge } = await requestPasskey(rollcall);
    await signInWithPasskey(rollcall, authenticator);
    rollcall.clock.advance(301);
    const body = { challenge, passkey: authenticator.get(options) };
    expect(await statusOf(rollcall.call("POST", "/auth/passkey", { body }))).toBe("410 code_expired");
    await signInWithPasskey(rollcall, authenticator);
    const account = await usersOf(systemContext(rollcall.dependencies)).findOne({ _id: signedIn.user.id });
    expect(Object.keys(account?.metChallenges ?? {})).toHaveLength(1);
  });
});

describeOnEachDatabase("a passkey that counts what it signs", (form) => {
  const startAt = async (counter: number) => {
    const rollcall = startRollcall({ form });
    return { rollcall, ...(await signUpWithPasskey(rollcall, "ada@example.com", { counter })) };
  };
  const refused = async (rollcall: TestRollcall, authenticator: Authenticator) =>
    expect(await refusalOf(await signInWithPasskey(rollcall, authenticator))).toBe("401 invalid_credentials");

  it("signs in while it counts on (Q133)", async () => {
    const { rollcall, authenticator } = await startAt(41);
    expect(inARow(await times(3, () => signInWithPasskey(rollcall, authenticator)))).toBe("200 ×3");
  });

  it("is refused where it counts as much as before, less, or nothing, and the audit trail is told (Q133)", async () => {
    const { rollcall, authenticator, signedIn, factorId } = await startAt(41);
    await signInWithPasskey(rollcall, authenticator);
    const last = authenticator.traits.counter as number;
    for (const counter of [last, 7, 0]) await refused(rollcall, authenticator.like({ counter: counter - 1 }));
    const events = await eventsOf(rollcall, signedIn.user.id);
    const told = events.filter(({ type }) => type === "passkey.counter_regressed");
    expect(told).toHaveLength(3);
    expect(told[0]).toMatchObject({ outcome: "failure", userId: signedIn.user.id, data: { factorId } });
    expect(rollcall.logs.join("\n")).toContain("passkey.counter_regressed");
    // Whichever of the two is ahead goes on; the owner finds out.
    expect((await signInWithPasskey(rollcall, authenticator)).status).toBe(200);
  });

  it("and begins to only later goes on (Q133)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    expect((await signInWithPasskey(rollcall, authenticator.like({ counter: 3 }))).status).toBe(200);
    await refused(rollcall, authenticator);
  });
});

describeOnEachDatabase("passkeys that are not good", (form) => {
  it("are counted by the network that they come from, and use up nobody's attempts (Q41)", async () => {
    const perAddress = 5;
    const limits = { ...defaultLimits, guess: { ...defaultLimits.guess, perAddress } };
    const rollcall = startLimited({ form, settings: { limits } });
    const { authenticator, signedIn } = await signUpWithPasskey(rollcall);
    const attempt =
      (ip: string, tampering = {}) =>
      async () => {
        const { options, challenge } = await requestPasskey(rollcall);
        const body = { challenge, passkey: authenticator.get(options, tampering) };
        return rollcall.call("POST", "/auth/passkey", { body, ip });
      };
    const answers = await times(perAddress + 2, attempt(addressIn(1), { rpId: "evil.test" }));
    expect(inARow(answers)).toBe(`401 ×${perAddress}, 429 ×2`);
    const login = { email: signedIn.user.email, password };
    expect(await statusOf(rollcall.call("POST", "/auth/login", { body: login, ip: addressIn(2) }))).toBe(
      "401 second_factor_required",
    );
    expect((await attempt(addressIn(2))()).status).toBe(200);
  });
});
