import { expect, it, vi } from "vitest";
import { bodyOf } from "../support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../support/databases.ts";
import {
  type Asked,
  answerWith,
  askedFor,
  nextCode,
  type Protected,
  refreshed,
  signInWithApp,
  signUpProtected,
  storedAccount,
  wrongCodeOf,
} from "../support/factors.ts";
import { addressIn, inARow, startLimited, times, wrong } from "../support/guessing.ts";
import { mailOf } from "../support/mails.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";
const wrongRecoveryCode = "0000-0000-0000";

/** The answers that somebody has looked at a guess for. */
const evaluated = (answers: Response[]) => answers.filter(({ status }) => status === 401 || status === 422);

/** One guess of each kind there is, from a network of its own. */
const kinds: ((service: TestRollcall, account: Protected, mfaToken: string, index: number) => Promise<Response>)[] = [
  (service, _, __, index) => post(service, "/auth/login", { email, password: wrong }, index),
  (service, { app }, mfaToken, index) =>
    post(service, "/auth/mfa", { mfaToken, code: wrongCodeOf(service, app, index) }, index),
  (service, _, mfaToken, index) => post(service, "/auth/mfa", { mfaToken, recoveryCode: wrongRecoveryCode }, index),
  (service, _, __, index) => post(service, "/auth/code/redeem", { email, code: "00000000" }, index),
  (service, _, __, index) => post(service, "/auth/password/reset", { email, code: "00000000", newPassword }, index),
];

const post = (service: TestRollcall, path: string, body: object, network: number, token?: string) =>
  service.call("POST", path, { body, ip: addressIn(network), ...(token && { token }) });

describeOnEachDatabase("guesses at an account with a second factor", (form) => {
  it("are looked at ten times, of 200 at once by two processes, whatever they guess at (Q32, Q41, Q127)", async () => {
    const first = startLimited({ form });
    const services = [first, startLimited({ shares: first.storage })] as const;
    const account = await signUpProtected(first, email);
    const { mfaToken } = await askedFor(first, email);
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => {
        const guess = kinds[index % kinds.length] as (typeof kinds)[0];
        return guess(services[index % 2] as TestRollcall, account, mfaToken, index);
      }),
    );
    // The code that has set the app up was the first, and the half of a sign-in the second.
    expect(evaluated(answers)).toHaveLength(8);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(192);
  });

  it("are not forgotten with the password, however often it is right (Q127)", async () => {
    const rollcall = startLimited({ form });
    const { app } = await signUpProtected(rollcall, email);
    const answers = await times(30, async (index) => {
      const first = await post(rollcall, "/auth/login", { email, password }, index);
      if (first.status === 429) return first;
      const { mfaToken } = await bodyOf<{ mfaToken: string }>(first);
      return answerWith(rollcall, mfaToken, { code: wrongCodeOf(rollcall, app, index) }, addressIn(index));
    });
    expect(inARow(answers)).toBe("401 ×4, 429 ×26");
  });

  it("are not forgotten with halves of sign-ins that were begun before, all at once (Q127)", async () => {
    const rollcall = startLimited({ form });
    const { app } = await signUpProtected(rollcall, email);
    const halves = await times(8, () => askedFor(rollcall, email));
    const answers = await Promise.all(
      Array.from({ length: 80 }, (_, index) =>
        answerWith(
          rollcall,
          halves[index % 8]?.mfaToken as string,
          { code: wrongCodeOf(rollcall, app, index) },
          addressIn(index),
        ),
      ),
    );
    expect(evaluated(answers)).toHaveLength(1);
  });

  it("are forgotten once the owner has come in with both", async () => {
    const rollcall = startLimited({ form });
    const account = await signUpProtected(rollcall, email);
    await times(7, (index) => post(rollcall, "/auth/login", { email, password: wrong }, index));
    await signInWithApp(rollcall, account);
    const { attempts } = await storedAccount(rollcall, account.user.id);
    expect(attempts).toBeUndefined();
  });

  it("at the codes of an app are fewer than a hundred in all, in a week of every way to begin anew (Q127)", async () => {
    const rollcall = startLimited({ form });
    const account = await signUpProtected(rollcall, email);
    const open = vi.spyOn(rollcall.dependencies.secrets, "open");
    const secret = await guessForAWeek(rollcall, account);
    expect(open.mock.calls.filter(([purpose]) => purpose === "authenticator-app")).toHaveLength(50);
    const { methods, mfaToken } = await askedFor(rollcall, email, secret);
    expect(methods).toEqual(["recovery_code"]);
    // What the app shows is not looked at any more, until another factor was proved.
    expect((await answerWith(rollcall, mfaToken, { code: nextCode(rollcall, account.app) })).status).toBe(401);
    rollcall.clock.advance(3_601);
    const again = await askedFor(rollcall, email, secret);
    const [recoveryCode] = account.app.recoveryCodes;
    expect((await answerWith(rollcall, again.mfaToken, { recoveryCode })).status).toBe(200);
    expect((await askedFor(rollcall, email, secret)).methods).toEqual(["totp", "recovery_code"]);
  });
});

/** As somebody does who has the password, the mailbox and a session. @returns the password that the account has then */
async function guessForAWeek(rollcall: TestRollcall, { app, tokens }: Protected): Promise<string> {
  let secret = password;
  let session = tokens;
  for (let hour = 0; hour < 7 * 24; hour++) {
    rollcall.clock.advance(3_601);
    // From where the owner signs in, and from somewhere else.
    const network = hour % 2 ? hour : 0;
    const ip = network ? addressIn(network) : "203.0.113.7";
    const code = wrongCodeOf(rollcall, app, hour);
    const first = await rollcall.call("POST", "/auth/login", { body: { email, password: secret }, ip });
    const { mfaToken } = await bodyOf<{ mfaToken?: string }>(first);
    if (mfaToken) await answerWith(rollcall, mfaToken, { code }, ip);
    if (hour < 24) {
      session = await refreshed(rollcall, session);
      await rollcall.call("POST", "/me/verify", { body: { code }, token: session.accessToken, ip });
    }
    if (hour % 24 !== 23) continue;
    await rollcall.call("POST", "/auth/code", { body: { email } });
    const { token } = await mailOf(rollcall, "sign-in-code", email);
    const byMail = await rollcall.call("POST", "/auth/code/redeem", { body: { token } });
    await answerWith(rollcall, (await bodyOf<Asked>(byMail)).mfaToken, { code });
    secret = await resetPassword(rollcall, `seven lighthouses in a row ${hour}`);
  }
  return secret;
}

async function resetPassword(rollcall: TestRollcall, newPassword: string): Promise<string> {
  await rollcall.call("POST", "/auth/password/forgot", { body: { email } });
  const { token } = await mailOf(rollcall, "reset-password", email);
  const reset = await rollcall.call("POST", "/auth/password/reset", { body: { token, newPassword } });
  expect(reset.status).toBe(204);
  return newPassword;
}

/** An account whose budget strangers have used up, from networks in which its owner never was. */
async function attacked(form: DatabaseForm) {
  const rollcall = startLimited({ form });
  const account = await signUpProtected(rollcall, email);
  const { app } = account;
  await signInWithApp(rollcall, account);
  await times(30, (index) => post(rollcall, "/auth/login", { email, password: wrong }, index + 40));
  return { rollcall, account, app };
}

describeOnEachDatabase("a stranger does not shut out the owner of an account with a second factor", (form) => {
  it("from a place that they know (Q34)", async () => {
    const { rollcall, account, app } = await attacked(form);
    expect((await signInWithApp(rollcall, account)).user.email).toBe(email);
    const { mfaToken } = await askedFor(rollcall, email);
    const elsewhere = await answerWith(rollcall, mfaToken, { code: nextCode(rollcall, app) }, addressIn(200));
    expect(elsewhere.status).toBe(429);
    // And gives the attacker nothing by signing in.
    expect((await post(rollcall, "/auth/login", { email, password: wrong }, 201)).status).toBe(429);
  });

  it("in a session that goes on, where they prove it anew by a code (Q34)", async () => {
    const { rollcall, account, app } = await attacked(form);
    const { accessToken } = await refreshed(rollcall, account.tokens);
    const code = nextCode(rollcall, app);
    const verified = await post(rollcall, "/me/verify", { code }, 202, accessToken);
    expect(verified.status).toBe(200);
  });

  it("where factors are not asked for: the password alone forgets the attempts then", async () => {
    const protectedBy = startLimited({ form });
    await signUpProtected(protectedBy, email);
    const off = startLimited({ shares: protectedBy.storage, settings: { mfa: "off" } });
    const answers = await times(15, (index) => post(off, "/auth/login", { email, password }, index));
    expect(inARow(answers)).toBe("200 ×15");
  });
});
