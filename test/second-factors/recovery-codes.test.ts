import { describe, expect, it } from "vitest";
import { bodyOf, confirmAddress, refusalOf, signUp, statusOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { dumpOf } from "../support/dump.ts";
import { eventsOf } from "../support/events.ts";
import {
  addApp,
  answerWith,
  askedFor,
  nextCode,
  type Protected,
  refreshed,
  signInWithApp,
  signUpProtected,
  storedAccount,
} from "../support/factors.ts";
import { mailOf, mailsOf } from "../support/mails.ts";
import { startTwoServices, together } from "../support/races.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";

/** Signs in with a recovery code in place of the app. */
async function enter(rollcall: TestRollcall, recoveryCode: string | undefined): Promise<string> {
  const { mfaToken } = await askedFor(rollcall, email);
  return statusOf(answerWith(rollcall, mfaToken, { recoveryCode }));
}

const replace = (rollcall: TestRollcall, token: string) => rollcall.call("POST", "/me/recovery-codes", { token });

async function replaced(rollcall: TestRollcall, { tokens }: Pick<Protected, "tokens">): Promise<string[]> {
  const answer = await replace(rollcall, tokens.accessToken);
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
  return (await bodyOf<{ recoveryCodes: string[] }>(answer)).recoveryCodes;
}

async function leftOf(rollcall: TestRollcall, { tokens }: Pick<Protected, "tokens">): Promise<number> {
  const answer = await rollcall.call("GET", "/me/factors", { token: tokens.accessToken });
  return (await bodyOf<{ recoveryCodesLeft: number }>(answer)).recoveryCodesLeft;
}

const refused = "401 invalid_credentials";

describeOnEachDatabase("recovery codes", (form) => {
  it("are ten of sixty bits each, in groups that can be read aloud (Q130)", async () => {
    const rollcall = startRollcall({ form });
    const { app } = await signUpProtected(rollcall, email);
    expect(app.recoveryCodes).toHaveLength(10);
    for (const code of app.recoveryCodes) expect(code).toMatch(/^[\da-hjkmnp-tv-z]{4}(-[\da-hjkmnp-tv-z]{4}){2}$/);
    // 32 letters, each of which comes up: five bits for each of twelve places.
    const other = await signUpProtected(rollcall, "grace@example.com");
    const letters = new Set([...app.recoveryCodes, ...other.app.recoveryCodes].join("").replaceAll("-", ""));
    expect(letters.size).toBeGreaterThan(24);
    expect(new Set([...app.recoveryCodes, ...other.app.recoveryCodes]).size).toBe(20);
  });

  it("are shown once, and are in the database in no form that anybody could use (Q130)", async () => {
    const rollcall = startRollcall({ form });
    const account = await signUpProtected(rollcall, email);
    const { recoveryCodes } = account.app;
    expect(await enter(rollcall, recoveryCodes[0])).toBe("200");
    const kept = (await dumpOf(rollcall)) + (await mailsOf(rollcall)).map(({ text }) => text) + rollcall.logs;
    const plain = kept.toLowerCase().replaceAll("-", "");
    for (const code of recoveryCodes) expect(plain).not.toContain(code.replaceAll("-", ""));
    const { recoveryCodes: stored } = await storedAccount(rollcall, account.user.id);
    // What is kept is as long as a digest of SHA-256, and its key is sealed.
    for (const digest of Object.keys(stored?.left ?? {})) expect(digest).toMatch(/^[\w-]{43}$/);
    expect(Object.keys(stored?.key ?? {}).toSorted()).toEqual(["ciphertext", "iv", "tag"]);
    const list = await rollcall.call("GET", "/me/factors", { token: account.tokens.accessToken });
    expect(Object.keys(await bodyOf<object>(list))).toEqual(["items", "recoveryCodesLeft", "removesAt"]);
  });

  it("are good once each, in place of the app, and say how many are left (Q130)", async () => {
    const rollcall = startRollcall({ form });
    const account = await signUpProtected(rollcall, email);
    const [first = "", second = ""] = account.app.recoveryCodes;
    expect(await leftOf(rollcall, account)).toBe(10);
    expect([await enter(rollcall, first), await enter(rollcall, first)]).toEqual(["200", refused]);
    expect(await leftOf(rollcall, account)).toBe(9);
    expect(await enter(rollcall, second)).toBe("200");
    expect(await leftOf(rollcall, account)).toBe(8);
  });

  it("begin one session of twenty sign-ins at once that have the same (Q130)", async () => {
    const services = startTwoServices(form);
    const [rollcall] = services;
    const account = await signUpProtected(rollcall, email);
    const [recoveryCode] = account.app.recoveryCodes;
    const asked = await Promise.all(Array.from({ length: 20 }, () => askedFor(rollcall, email)));
    const calls = together(services, 20, (service, index) =>
      answerWith(service, asked[index]?.mfaToken as string, { recoveryCode }),
    );
    const answers = await Promise.all(calls.map((call) => statusOf(call())));
    expect(answers.toSorted()).toEqual(["200", ...Array(19).fill(refused)]);
    expect(await leftOf(rollcall, account)).toBe(9);
    expect(Object.keys((await storedAccount(rollcall, account.user.id)).sessions)).toHaveLength(2);
  });

  it("tell the owner and the audit trail when one is used, to sign in or while signed in", async () => {
    const rollcall = startRollcall({ form });
    const account = await signUpProtected(rollcall, email);
    const [first, second] = account.app.recoveryCodes;
    await enter(rollcall, first);
    expect((await mailOf(rollcall, "recovery-code-used", email)).text).toContain("9 are left");
    const { accessToken: token } = account.tokens;
    const verified = await rollcall.call("POST", "/me/verify", { token, body: { recoveryCode: second } });
    expect(verified.status).toBe(200);
    expect((await mailOf(rollcall, "recovery-code-used", email)).text).toContain("8 are left");
    const used = (await eventsOf(rollcall, account.user.id)).filter(({ type }) => type === "recovery_code.used");
    expect(used).toMatchObject([
      { actor: { type: "user", id: account.user.id }, data: { left: 9 } },
      { actor: { type: "user", id: account.user.id }, data: { left: 8 } },
    ]);
  });

  it("are used up one after the other: the mails urge to make new ones, and nothing else is asked for then", async () => {
    const rollcall = startRollcall({ form });
    const account = await signUpProtected(rollcall, email);
    for (const code of account.app.recoveryCodes) expect(await enter(rollcall, code)).toBe("200");
    const texts = (await mailsOf(rollcall, email))
      .filter(({ template }) => template === "recovery-code-used")
      .map(({ text }) => text);
    expect(texts).toHaveLength(10);
    expect(texts.at(5)).not.toContain("Make new ones");
    expect(texts.at(-2)).toContain("One is left.");
    expect(texts.at(-1)).toContain("None is left.");
    expect(await leftOf(rollcall, account)).toBe(0);
    expect((await askedFor(rollcall, email)).methods).toEqual(["totp"]);
    expect(await enter(rollcall, account.app.recoveryCodes.at(-1))).toBe(refused);
    await signInWithApp(rollcall, account);
  });

  it("are read in any case, with or without what separates them, and with letters for the digits they look like", async () => {
    const rollcall = startRollcall({ form });
    const account = await signUpProtected(rollcall, email);
    const typed: ((code: string) => string)[] = [
      (code) => code.toUpperCase(),
      (code) => code.replaceAll("-", ""),
      (code) => `  ${code.replaceAll("-", " ")}\n`,
      (code) => code.replaceAll("-", "\u2011"),
      (code) => code.replaceAll("0", "O").replaceAll("1", "l"),
      (code) => code.replaceAll("0", "o").replaceAll("1", "I"),
    ];
    for (const [index, type] of typed.entries()) {
      expect(await enter(rollcall, type(account.app.recoveryCodes[index] as string))).toBe("200");
    }
  });

  it("are refused as what they are not, without an attempt, or an echo", async () => {
    const rollcall = startRollcall({ form });
    const account = await signUpProtected(rollcall, email);
    const [code = ""] = account.app.recoveryCodes;
    const { mfaToken } = await askedFor(rollcall, email);
    for (const recoveryCode of [
      "",
      code.slice(1),
      `${code}0`,
      `u${code.slice(1)}`,
      "__proto__",
      "constructor",
      7,
      null,
    ]) {
      const answer = await answerWith(rollcall, mfaToken, { recoveryCode });
      const text = await answer.clone().text();
      expect(await refusalOf(answer), String(recoveryCode)).toBe("422 validation_failed");
      if (typeof recoveryCode === "string" && recoveryCode) expect(text).not.toContain(recoveryCode);
    }
    expect(await statusOf(answerWith(rollcall, mfaToken, { recoveryCode: code }))).toBe("200");
  });

  it("of one account are none of another's", async () => {
    const rollcall = startRollcall({ form });
    await signUpProtected(rollcall, email);
    const grace = await signUpProtected(rollcall, "grace@example.com");
    expect(await enter(rollcall, grace.app.recoveryCodes[0])).toBe(refused);
  });

  describe("made anew", () => {
    it("are ten others, which the owner is told of, and void those before, used or not (Q130)", async () => {
      const rollcall = startRollcall({ form });
      const account = await signUpProtected(rollcall, email);
      const { recoveryCodes: old } = account.app;
      await enter(rollcall, old[0]);
      const fresh = await replaced(rollcall, account);
      expect(fresh).toHaveLength(10);
      expect(new Set([...old, ...fresh]).size).toBe(20);
      expect(await leftOf(rollcall, account)).toBe(10);
      expect([await enter(rollcall, old[1]), await enter(rollcall, old[0])]).toEqual([refused, refused]);
      expect(await enter(rollcall, fresh[0])).toBe("200");
      expect((await mailOf(rollcall, "recovery-codes-made", email)).text).toContain("Those before are void.");
      const made = (await eventsOf(rollcall, account.user.id)).filter(({ type }) => type === "recovery_codes.made");
      expect(made).toHaveLength(1);
    });

    it("are asked for twenty times at once, and those of one answer are good (Q130)", async () => {
      const services = startTwoServices(form);
      const [rollcall] = services;
      const account = await signUpProtected(rollcall, email);
      const calls = together(services, 20, (service) => replace(service, account.tokens.accessToken));
      const answers = await Promise.all(calls.map((call) => call()));
      const sets = await Promise.all(answers.map((answer) => bodyOf<{ recoveryCodes: string[] }>(answer)));
      const outcomes = [];
      for (const { recoveryCodes } of sets) outcomes.push(await enter(rollcall, recoveryCodes[0]));
      expect(outcomes.filter((outcome) => outcome === "200")).toHaveLength(1);
      expect(await leftOf(rollcall, account)).toBe(9);
    });

    it("while one of them is used leave it used, or void, and never good again (Q130)", async () => {
      const services = startTwoServices(form);
      const [rollcall, other] = services;
      const account = await signUpProtected(rollcall, email);
      let known = account.app.recoveryCodes;
      for (let round = 0; round < 4; round++) {
        const [code = ""] = known;
        const { mfaToken } = await askedFor(rollcall, email);
        const [entered, made] = await Promise.all([
          statusOf(answerWith(other, mfaToken, { recoveryCode: code })),
          replaced(rollcall, account),
        ]);
        expect(["200", refused]).toContain(entered);
        expect(await enter(rollcall, code)).toBe(refused);
        expect(await leftOf(rollcall, account)).toBe(10);
        known = made;
      }
    });

    it("want a recent proof of two factors, and a factor that they stand in for (Q131)", async () => {
      const rollcall = startRollcall({ form });
      const { tokens: weak } = await signUp(rollcall, email);
      await confirmAddress(rollcall, email);
      expect(await statusOf(replace(rollcall, weak.accessToken))).toBe("403 enrollment_required");
      const app = await addApp(rollcall, weak.accessToken);
      const tokens = await refreshed(rollcall, weak);
      expect(await statusOf(replace(rollcall, tokens.accessToken))).toBe("200");
      rollcall.clock.advance(601);
      const later = (await refreshed(rollcall, tokens)).accessToken;
      expect(await statusOf(replace(rollcall, later))).toBe("401 reauthentication_required");
      const proof = { code: nextCode(rollcall, app) };
      const verified = await rollcall.call("POST", "/me/verify", { token: later, body: proof });
      const { accessToken } = await bodyOf<{ accessToken: string }>(verified);
      expect(await statusOf(replace(rollcall, accessToken))).toBe("200");
      expect((await rollcall.call("DELETE", `/me/factors/${app.id}`, { token: accessToken })).status).toBe(204);
      expect(await statusOf(replace(rollcall, accessToken))).toBe("409 conflict");
    });
  });
});
