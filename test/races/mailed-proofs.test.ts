import { type SignedIn, systemContext, users } from "@rollcall/core";
import { resetPassword } from "@rollcall/core/recovery";
import { verifyEmail } from "@rollcall/core/verification";
import { describe, expect, it } from "vitest";
import { dieAfter, type Task } from "../interleavings/schedule.ts";
import { logIn, refreshes, refusalOf, signIn, signUp, statusOf } from "../support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../support/databases.ts";
import { lastMailTo, mailsOf } from "../support/mails.ts";
import { collide, startTwoServices, successesOf, together } from "../support/races.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const newPassword = "seven lighthouses in a row";
const rounds = Array.from({ length: 3 }, (_, round) => round);

const post = (service: TestRollcall, path: string, body: object) => service.call("POST", path, { body });
const forgot = (service: TestRollcall, email: string) => post(service, "/auth/password/forgot", { email });
const reset = (service: TestRollcall, token: string | undefined, secret = newPassword) =>
  post(service, "/auth/password/reset", { token, newPassword: secret });

const startVerifying = (form: DatabaseForm) => {
  const settings = { registration: "verify" as const };
  const first = startRollcall({ form, settings });
  return [first, startRollcall({ shares: first.storage, settings })] as const;
};

/** The token of a mail for a new password, on an account of its own. */
async function forgotten(services: readonly [TestRollcall, TestRollcall], round: number) {
  const account = await signUp(services[0], `ada${round}@example.com`);
  const { email } = account.user;
  await forgot(services[0], email);
  return { account, email, ...(await lastMailTo(services[0], email)) };
}

/** How many succeeded; the others were told that they came second. */
async function winnersOf(responses: Response[]): Promise<number[]> {
  const refused = await Promise.all(responses.filter(({ ok }) => !ok).map(refusalOf));
  expect(new Set(refused)).toEqual(new Set(["410 code_used"]));
  return responses.flatMap(({ ok }, index) => (ok ? [index] : []));
}

describeOnEachDatabase("20 at once who use the same mail", (form) => {
  it("to set a password set one, by its link and its code alike (Q46)", async () => {
    const services = startTwoServices(form);
    for (const round of rounds) {
      const { email, token, code } = await forgotten(services, round);
      const passwordOf = (index: number) => `${newPassword} ${index}`;
      const proof = (index: number) => (index % 4 === 3 ? { email, code } : { token });
      const attempts = together(services, 20, (service, index) =>
        post(service, "/auth/password/reset", { ...proof(index), newPassword: passwordOf(index) }),
      );
      const winners = await winnersOf(await Promise.all(attempts.map((attempt) => attempt())));
      expect(winners).toHaveLength(1);
      expect((await logIn(services[1], email)).status).toBe(401);
      for (const index of [0, 7, 19].filter((other) => other !== winners[0]))
        expect((await logIn(services[1], email, passwordOf(index))).status).toBe(401);
      await signIn(services[1], email, passwordOf(winners[0] as number));
      expect(
        (await mailsOf(services[0], email)).filter(({ template }) => template === "password-changed"),
      ).toHaveLength(1);
    }
  });

  it("to confirm an address confirm it once (Q25)", async () => {
    const services = startVerifying(form);
    const email = "ada@example.com";
    await post(services[0], "/auth/register", { email, password });
    const { token } = await lastMailTo(services[0], email);
    const attempts = together(services, 20, (service) => post(service, "/auth/email/verify", { token }));
    expect(await winnersOf(await Promise.all(attempts.map((attempt) => attempt())))).toHaveLength(1);
    await signIn(services[1], email);
  });
});

describeOnEachDatabase("20 registrations at once of an address that is to be proved", (form) => {
  it("are answered alike, and the password of the one whose link is followed is good (Q21, Q22, Q27)", async () => {
    const services = startVerifying(form);
    for (const round of rounds) {
      const email = `ada${round}@example.com`;
      const passwordOf = (index: number) => `${password} number ${index}`;
      const registrations = together(services, 20, (service, index) =>
        post(service, "/auth/register", { email, password: passwordOf(index) }),
      );
      const answers = await Promise.all(registrations.map((register) => register()));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      const { token } = await lastMailTo(services[0], email);
      expect(await statusOf(post(services[1], "/auth/email/verify", { token }))).toBe("204");
      const signIns = together(services, 20, (service, index) => logIn(service, email, passwordOf(index)));
      const statuses = (await Promise.all(signIns.map((attempt) => attempt()))).map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(
        await services[0].dependencies.database.collection(users).find({ email }, { sort: { _id: 1 }, limit: 9 }),
      ).toHaveLength(1);
    }
  });

  it("leave it to nobody where a stranger is among them, whoever was faster (Q25)", async () => {
    const services = startVerifying(form);
    for (const round of rounds) {
      const email = `ada${round}@example.com`;
      const passwordOf = (index: number) => `${password} number ${index}`;
      const registrations = together(services, 4, (service, index) => {
        const ip = index === round ? "198.51.100.9" : "203.0.113.7";
        return service.call("POST", "/auth/register", { body: { email, password: passwordOf(index) }, ip });
      });
      await Promise.all(registrations.map((register) => register()));
      const { token } = await lastMailTo(services[0], email);
      expect(await statusOf(post(services[1], "/auth/email/verify", { token }))).toBe("204");
      for (let index = 0; index < 4; index++)
        expect((await logIn(services[1], email, passwordOf(index))).status).toBe(401);
    }
  });

  it("that has an account mail its owner once (Q27)", async () => {
    const services = startVerifying(form);
    const email = "ada@example.com";
    await post(services[0], "/auth/register", { email, password });
    await post(services[0], "/auth/email/verify", { token: (await lastMailTo(services[0], email)).token });
    const registrations = together(services, 20, (service) => post(service, "/auth/register", { email, password }));
    await Promise.all(registrations.map((register) => register()));
    expect((await mailsOf(services[0], email)).map(({ template }) => template)).toEqual([
      "verify-email",
      "already-registered",
    ]);
  });
});

describeOnEachDatabase("at the same moment as a new password by mail", (form) => {
  it("sign-ins with the old one leave no session alive (Q48)", async () => {
    const services = startTwoServices(form);
    for (const round of rounds) {
      const { account, email, token } = await forgotten(services, round);
      const signIns = together(services, 8, (service) => logIn(service, email));
      const { one, many } = await collide(round, () => reset(services[0], token), signIns);
      expect(one.status).toBe(204);
      const given = await successesOf<SignedIn>(many, [401]);
      for (const { tokens } of [account, ...given])
        expect(await refreshes(services[1], tokens.refreshToken)).toBe(false);
      await signIn(services[1], email, newPassword);
    }
  });

  it("a change of the password lets one of the two win, and its password alone signs in (Q47)", async () => {
    const services = startTwoServices(form);
    const changed = "nine kites above the harbour";
    for (const round of rounds) {
      const { account, email, token } = await forgotten(services, round);
      const body = { currentPassword: password, newPassword: changed };
      const change = () => services[1].call("POST", "/me/password", { token: account.tokens.accessToken, body });
      const { one, many } = await collide(round, () => reset(services[0], token), [change]);
      expect([one, ...many].filter(({ ok }) => ok)).toHaveLength(1);
      const winner = one.ok ? newPassword : changed;
      if (!one.ok) expect(await refusalOf(one)).toBe("410 code_expired");
      for (const secret of [password, newPassword, changed])
        expect((await logIn(services[1], email, secret)).status, secret).toBe(secret === winner ? 200 : 401);
    }
  });

  it("a newer request voids its mail, or comes after it: one of the links is good, once (Q47)", async () => {
    const services = startTwoServices(form);
    for (const round of rounds) {
      const { email, token } = await forgotten(services, round);
      for (const { clock } of services) clock.advance(60);
      const { one } = await collide(round, () => reset(services[0], token), [() => forgot(services[1], email)]);
      if (!one.ok) expect(await refusalOf(one)).toBe("410 code_expired");
      expect((await reset(services[1], token, password)).status).toBe(410);
      const newest = (await mailsOf(services[0], email)).findLast(({ template }) => template === "reset-password");
      if (!one.ok) expect((await reset(services[1], newest?.token)).status).toBe(204);
      await signIn(services[1], email, newPassword);
    }
  });

  it("20 requests for one mail one link", async () => {
    const services = startTwoServices(form);
    const { user } = await signUp(services[0], "ada@example.com");
    const requests = together(services, 20, (service) => forgot(service, user.email));
    const answers = await Promise.all(requests.map((request) => request()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const mails = (await mailsOf(services[0], user.email)).filter(({ template }) => template === "reset-password");
    expect(mails).toHaveLength(1);
    expect((await reset(services[1], mails[0]?.token)).status).toBe(204);
  });
});

describe("a process that dies while it uses a mail up", () => {
  it("has done all of it, or nothing, and the mail is good for another try", async () => {
    const rollcall = startRollcall();
    const { user, tokens } = await signUp(rollcall, "ada@example.com");
    const [confirmation] = await mailsOf(rollcall, user.email);
    await forgot(rollcall, user.email);
    const { token } = await lastMailTo(rollcall, user.email);
    const using = (database: typeof rollcall.storage.database) => ({
      ...systemContext({ ...rollcall.dependencies, database }),
      actor: null,
    });
    for (const operations of [0, 1]) {
      const tasks: Task[] = [
        (database) => verifyEmail(using(database), { token: confirmation?.token as string }),
        (database) => resetPassword(using(database), { token: token as string, newPassword }),
      ];
      for (const task of tasks) expect(await dieAfter(operations, rollcall.storage.database, task)).toBe(true);
    }
    expect((await signIn(rollcall, user.email)).user.emailVerified).toBe(false);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(true);
    expect(await statusOf(post(rollcall, "/auth/email/verify", { token: confirmation?.token ?? "" }))).toBe("204");
    expect(await statusOf(reset(rollcall, token))).toBe("204");
    await signIn(rollcall, user.email, newPassword);
  });
});
