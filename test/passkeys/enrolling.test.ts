import { systemContext, type Tokens, usersOf } from "@rollcall/core";
import { expect, it } from "vitest";
import { maxPasskeys, type PasskeyEntry } from "../../packages/core/src/factor/index.ts";
import { bodyOf, confirmAddress, refreshes, refusalOf, signIn, signUp, statusOf } from "../support/accounts.ts";
import { Authenticator } from "../support/authenticator.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { takeApart } from "../support/forged-tokens.ts";
import { mailOf } from "../support/mails.ts";
import {
  addPasskey,
  offerPasskey,
  requestPasskey,
  requestProof,
  signInWithPasskey,
  signUpWithPasskey,
} from "../support/passkeys.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

/** Somebody whose address is proved. */
async function signUpProved(rollcall: TestRollcall, email = "ada@example.com") {
  const signedIn = await signUp(rollcall, email, { name: "Ada" });
  await confirmAddress(rollcall, email);
  return { ...signedIn, token: signedIn.tokens.accessToken };
}

/** Gives an account with one passkey so many. */
async function fillUp(rollcall: TestRollcall, _id: string, count: number) {
  const { factors = {}, credentialIds = [] } = (await accountOf(rollcall, _id)) ?? {};
  const [passkey] = Object.values(factors) as PasskeyEntry[];
  const more = Array.from({ length: count - 1 }, (_, index) => `credential-${index}`);
  const entries = more.map((credentialId, index) => [
    `factors.fact_0000000000000000000000000${index.toString(32)}`,
    { ...passkey, credentialId },
  ]);
  const $set = { ...Object.fromEntries(entries), credentialIds: [...credentialIds, ...more] };
  await usersOf(systemContext(rollcall.dependencies)).updateOne({ _id }, { $set });
}

const accountOf = ({ dependencies }: TestRollcall, _id: string) =>
  usersOf(systemContext(dependencies)).findOne({ _id });

const listOf = async (rollcall: TestRollcall, token: string) =>
  bodyOf<{ items: { id: string; name: string }[]; recoveryCodesLeft: number }>(
    await rollcall.call("GET", "/me/factors", { token }),
  );

describeOnEachDatabase("the options of a new passkey", (form) => {
  it("are for this account: its id is the user handle, and what it has is excluded (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator, signedIn, token } = await signUpWithPasskey(rollcall, "ada@example.com", {
      transports: ["usb", "nfc"],
    });
    const { options } = await offerPasskey(rollcall, token);
    expect(options).toEqual({
      rp: { id: "example.test", name: "example.test" },
      user: {
        id: Buffer.from(signedIn.user.id).toString("base64url"),
        name: "ada@example.com",
        displayName: "ada@example.com",
      },
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: "public-key", alg })),
      timeout: 300_000,
      excludeCredentials: [{ type: "public-key", id: authenticator.id, transports: ["usb", "nfc"] }],
      authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
      attestation: "none",
    });
  });

  it("have a challenge of their own each time (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signUpProved(rollcall);
    const challenges = await Promise.all(
      Array.from({ length: 10 }, async () => (await offerPasskey(rollcall, token)).options.challenge),
    );
    expect(new Set(challenges).size).toBe(10);
  });

  it.each([
    ["where nobody is asked for factors", { mfa: "off" }, true, "403 forbidden"],
    ["where the address is not proved", {}, false, "403 email_not_verified"],
  ] as const)("are given to nobody %s", async (_, settings, isProved, refusal) => {
    const rollcall = startRollcall({ form, settings });
    const { tokens } = isProved ? await signUpProved(rollcall) : await signUp(rollcall);
    const answer = rollcall.call("POST", "/me/passkeys/options", { token: tokens.accessToken });
    expect(await statusOf(answer)).toBe(refusal);
  });
});

describeOnEachDatabase("a new passkey", (form) => {
  it("is a factor, makes its session one of two and ends the others, and comes with recovery codes", async () => {
    const rollcall = startRollcall({ form });
    const { token, tokens } = await signUpProved(rollcall);
    const other = await signIn(rollcall, "ada@example.com");
    const made = new Authenticator({ isBackupEligible: true, isBackedUp: true });
    const response = await addPasskey(rollcall, token, made, { name: "Laptop" });
    expect(response.status).toBe(201);
    const { recoveryCodes, ...factor } = await bodyOf<{ id: string; recoveryCodes: string[] }>(response);
    expect(factor).toEqual({
      id: expect.stringMatching(/^fact_/),
      type: "passkey",
      name: "Laptop",
      createdAt: expect.any(String),
      lastUsedAt: null,
      backedUp: true,
    });
    expect(recoveryCodes).toHaveLength(10);
    expect(await listOf(rollcall, token)).toMatchObject({ items: [factor], recoveryCodesLeft: 10 });
    expect(await refreshes(rollcall, other.tokens.refreshToken)).toBe(false);
    const next = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken: tokens.refreshToken } });
    const { accessToken } = (await bodyOf<{ tokens: Tokens }>(next)).tokens;
    expect(takeApart(accessToken).claims).toMatchObject({ acr: "2", amr: ["pwd", "hwk", "user", "mfa"] });
    expect(await mailOf(rollcall, "factor-added", "ada@example.com")).toBeDefined();
  });

  it("needs no name, and a second one brings no recovery codes", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signUpWithPasskey(rollcall);
    const second = await bodyOf<object>(await addPasskey(rollcall, token));
    expect(second).toMatchObject({ name: "Passkey", backedUp: false });
    expect(second).not.toHaveProperty("recoveryCodes");
    expect((await listOf(rollcall, token)).items).toHaveLength(2);
  });

  it("is one of 20 at most", async () => {
    const rollcall = startRollcall({ form });
    const { token, signedIn } = await signUpWithPasskey(rollcall);
    await fillUp(rollcall, signedIn.user.id, maxPasskeys - 1);
    // Two at once have one place left.
    const offers = [await offerPasskey(rollcall, token), await offerPasskey(rollcall, token)];
    const answers = await Promise.all(
      offers.map(({ options, challenge }) => {
        const body = { challenge, passkey: new Authenticator().create(options) };
        return statusOf(rollcall.call("POST", "/me/passkeys", { token, body }));
      }),
    );
    expect(answers.sort()).toEqual(["201", "409 limit_reached"]);
    expect(await statusOf(rollcall.call("POST", "/me/passkeys/options", { token }))).toBe("409 limit_reached");
    const account = await accountOf(rollcall, signedIn.user.id);
    expect([Object.keys(account?.factors ?? {}).length, account?.credentialIds?.length]).toEqual([20, 20]);
  });

  it("leaves nothing of its maker in the account (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { signedIn, authenticator, factorId } = await signUpWithPasskey(rollcall);
    const account = await accountOf(rollcall, signedIn.user.id);
    expect(account?.factors?.[factorId]).toEqual({
      type: "passkey",
      name: "Passkey",
      createdAt: expect.any(Date),
      lastUsedAt: null,
      credentialId: authenticator.id,
      publicKey: expect.any(String),
      counter: 0,
      transports: ["internal"],
      isBackupEligible: false,
      isBackedUp: false,
    });
    expect(account?.credentialIds).toEqual([authenticator.id]);
  });
});

describeOnEachDatabase("a credential", (form) => {
  it("is of one account at most (Q136)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator, signedIn } = await signUpWithPasskey(rollcall, "ada@example.com");
    const grace = await signUpProved(rollcall, "grace@example.com");
    const again = new Authenticator({ credentialId: authenticator.credential.id });
    expect(await refusalOf(await addPasskey(rollcall, grace.token, again))).toBe("409 conflict");
    const account = await accountOf(rollcall, grace.user.id);
    expect([account?.factors, account?.hasFactors, account?.recoveryCodes]).toEqual([undefined, undefined, undefined]);
    expect((await accountOf(rollcall, signedIn.user.id))?.credentialIds).toEqual([authenticator.id]);
  });

  it("is one passkey of its account (Q136)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator, token } = await signUpWithPasskey(rollcall);
    const again = new Authenticator({ credentialId: authenticator.credential.id });
    expect(await refusalOf(await addPasskey(rollcall, token, again))).toBe("409 conflict");
    expect((await listOf(rollcall, token)).items).toHaveLength(1);
  });

  it("of two accounts that want it at once is one's (Q136)", async () => {
    const rollcall = startRollcall({ form });
    const people = [await signUpProved(rollcall, "ada@example.com"), await signUpProved(rollcall, "grace@example.com")];
    const credentialId = new Authenticator().credential.id;
    const answers = await Promise.all(
      people.map(({ token }) => addPasskey(rollcall, token, new Authenticator({ credentialId }))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it("is not taken before there is the index that keeps it apart (Q136, Q178)", async () => {
    const rollcall = startRollcall({ form });
    const { token, signedIn } = await signUpWithPasskey(rollcall);
    const { promise: indexes, resolve: areThere } = Promise.withResolvers<void>();
    const database = { ...rollcall.storage.database, prepare: () => indexes };
    const early = startRollcall({ shares: { ...rollcall.storage, database } });
    const answer = addPasskey(early, token);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await accountOf(rollcall, signedIn.user.id))?.credentialIds).toHaveLength(1);
    areThere();
    expect((await answer).status).toBe(201);
  });

  it("is free again once it is removed, and once its account is deleted (Q136)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator, token, factorId } = await signUpWithPasskey(rollcall, "ada@example.com");
    const { id: credentialId } = authenticator.credential;
    expect(await statusOf(rollcall.call("DELETE", `/me/factors/${factorId}`, { token }))).toBe("204");
    const again = () => new Authenticator({ credentialId: Buffer.from(credentialId) });
    const grace = await signUpProved(rollcall, "grace@example.com");
    expect((await addPasskey(rollcall, grace.token, again())).status).toBe(201);
    expect(await statusOf(rollcall.call("DELETE", "/me", { token: grace.token, body: { password } }))).toBe("204");
    const edsger = await signUpProved(rollcall, "edsger@example.com");
    expect((await addPasskey(rollcall, edsger.token, again())).status).toBe(201);
  });
});

describeOnEachDatabase("the challenge of a new passkey", (form) => {
  it("is met once, also by 20 at once (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signUpProved(rollcall);
    const { options, challenge } = await offerPasskey(rollcall, token);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => {
        const body = { challenge, passkey: new Authenticator().create(options) };
        return statusOf(rollcall.call("POST", "/me/passkeys", { token, body }));
      }),
    );
    expect(answers.filter((answer) => answer === "201")).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(["201", "410 code_used"]));
    expect((await listOf(rollcall, token)).items).toHaveLength(1);
  });

  it("is good for five minutes (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signUpProved(rollcall);
    const { options, challenge } = await offerPasskey(rollcall, token);
    const body = { challenge, passkey: new Authenticator().create(options) };
    rollcall.clock.advance(301);
    expect(await statusOf(rollcall.call("POST", "/me/passkeys", { token, body }))).toBe("410 code_expired");
  });

  it("is for this account, this session and this purpose alone (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator, token } = await signUpWithPasskey(rollcall);
    const grace = await signUpProved(rollcall, "grace@example.com");
    const { tokens } = await bodyOf<{ tokens: Tokens }>(await signInWithPasskey(rollcall, authenticator));
    const mine = await offerPasskey(rollcall, token);
    const forOthers = [
      await offerPasskey(rollcall, grace.token),
      await offerPasskey(rollcall, tokens.accessToken),
      { ...mine, challenge: (await requestPasskey(rollcall)).challenge },
      { ...mine, challenge: (await requestProof(rollcall, token)).challenge },
      { ...mine, challenge: "dG9rZW4" },
    ];
    for (const { options, challenge } of forOthers) {
      const body = { challenge, passkey: new Authenticator().create(options) };
      expect(await statusOf(rollcall.call("POST", "/me/passkeys", { token, body }))).toBe("410 code_expired");
    }
  });
});
