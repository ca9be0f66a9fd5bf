import { describe, expect, it } from "vitest";
import { administrate, signIn, signUp, statusOf } from "../support/accounts.ts";
import { inARow, startLimited, times } from "../support/guessing.ts";
import { lastMailTo, linksUrl } from "../support/mails.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";
import { newAccount, openInside, openTarget, signInTo } from "./target.ts";

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";
const needsMailbox = "somebody would have to read its mails";

const forgot = (rollcall: TestRollcall, headers = {}) =>
  rollcall.call("POST", "/auth/password/forgot", { body: { email }, headers });

const reset = (rollcall: TestRollcall, proof: object, secret = newPassword) =>
  rollcall.call("POST", "/auth/password/reset", { body: { ...proof, newPassword: secret } });

describe("a mailed link", () => {
  it("leads where the operator says, whatever host a request names (Zitadel GHSA-2wmj-46rj-qm2w)", async (test) => {
    const inside = openInside(test, needsMailbox);
    await signUp(inside, email);
    const evil = "attacker.example";
    const headers = {
      ...{ host: evil, "x-forwarded-host": evil, "x-forwarded-server": evil, "x-original-host": evil },
      ...{ forwarded: `host=${evil};proto=http`, origin: `https://${evil}`, referer: `https://${evil}/reset` },
    };
    expect((await forgot(inside, headers)).status).toBe(202);
    const { link, text, html } = await lastMailTo(inside, email);
    expect(link?.startsWith(`${linksUrl}/`)).toBe(true);
    expect(text + html).not.toContain(evil);
  });

  it("is good once, also for ten who use it at once, and for nobody after another password (Parse Server CVE-2026-31875, class: check-then-act)", async (test) => {
    const inside = openInside(test, needsMailbox);
    await signUp(inside, email);
    await forgot(inside);
    const { token } = await lastMailTo(inside, email);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => reset(inside, { token }, `${newPassword} ${index}`)),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(9);
    const winner = answers.findIndex(({ status }) => status === 204);
    await signIn(inside, email, `${newPassword} ${winner}`);
    expect(await statusOf(reset(inside, { token }))).toBe("410 code_used");
  });

  it("is good for whom it was sent to, and no part of it can be changed (better-auth CVE-2026-53514)", async (test) => {
    const inside = openInside(test, needsMailbox);
    const { create } = await administrate(inside);
    await create({ email });
    await signUp(inside, "mallory@example.com");
    const { token = "", code } = await lastMailTo(inside, email);
    expect(await statusOf(reset(inside, { email: "mallory@example.com", code }))).toBe("401 invalid_credentials");
    for (let index = 0; index < token.length; index += 7) {
      const changed = token.slice(0, index) + (token[index] === "A" ? "B" : "A") + token.slice(index + 1);
      expect([index, (await reset(inside, { token: changed })).status >= 400]).toEqual([index, true]);
    }
    expect((await reset(inside, { token })).status).toBe(204);
  });

  it("makes nobody's the account of an address that others have registered before (better-auth CVE-2026-53516)", async (test) => {
    const inside = openInside(test, needsMailbox, { settings: { registration: "verify" } });
    const register = (secret: string) => inside.call("POST", "/auth/register", { body: { email, password: secret } });
    await register("the password of mallory");
    await register(password);
    const { token } = await lastMailTo(inside, email);
    expect((await inside.call("POST", "/auth/email/verify", { body: { token } })).status).toBe(204);
    expect((await signInTo(inside, email, "the password of mallory")).status).toBe(401);
    expect((await signInTo(inside, email)).status).toBe(200);
  });
});

describe("a mailed code", () => {
  it("can be guessed at as often as a password, and not beside it (Zitadel CVE-2025-64102)", async (test) => {
    const target = openTarget(startLimited);
    const account = await newAccount(test, target);
    const guesses = await times(15, (index) =>
      target.call("POST", "/auth/password/reset", {
        body: { email: account.email, code: String(index).padStart(8, "0"), newPassword },
      }),
    );
    expect(inARow(guesses)).toMatch(/^401 ×\d+, 429 ×\d+$/);
    const answers = await times(2, () => signInTo(target, account.email, "not the right password"));
    expect(answers.some(({ status }) => status === 429)).toBe(true);
  });
});
