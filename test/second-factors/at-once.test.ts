import type { SignedIn } from "@rollcall/core";
import { decodeJwt } from "jose";
import { expect, it } from "vitest";
import { bodyOf, confirmAddress, logIn, refreshes, refusalOf, signIn, signUp, statusOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import {
  type App,
  addApp,
  answerWith,
  askedFor,
  codeOf,
  nextCode,
  offerApp,
  type Protected,
  post,
  refreshed,
  signUpProtected,
  storedAccount,
  strengthsOf,
} from "../support/factors.ts";
import { collide, rounds, startTwoServices, together } from "../support/races.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";
const someRounds = rounds.slice(0, 4);

/** How often each answer came, such as `{ "200": 1, "401 invalid_credentials": 19 }`. */
async function tally(answers: Response[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    const status = answer.ok ? String(answer.status) : await refusalOf(answer);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

/** `count` halves of sign-ins of one account. */
const halves = (service: TestRollcall, count: number) =>
  Promise.all(Array.from({ length: count }, () => askedFor(service, email)));

const startAll = <T>(calls: (() => Promise<T>)[]) => Promise.all(calls.map((call) => call()));

describeOnEachDatabase("of 20 uses at once by two processes", (form) => {
  it("one code of an app signs in once, whatever halves it is added to (Q126)", async () => {
    const services = startTwoServices(form);
    const { app } = await signUpProtected(services[0], email);
    const begun = await halves(services[0], 20);
    const code = nextCode(services[0], app);
    services[1].clock.advance(30);
    const uses = together(services, 20, (service, index) =>
      answerWith(service, begun[index]?.mfaToken as string, { code }),
    );
    expect(await tally(await startAll(uses))).toEqual({ "200": 1, "401 invalid_credentials": 19 });
  });

  it("one recovery code signs in once, and is told of once (Q130)", async () => {
    const services = startTwoServices(form);
    const { app, user } = await signUpProtected(services[0], email);
    const begun = await halves(services[0], 20);
    const [recoveryCode] = app.recoveryCodes;
    const uses = together(services, 20, (service, index) =>
      answerWith(service, begun[index]?.mfaToken as string, { recoveryCode }),
    );
    expect(await tally(await startAll(uses))).toEqual({ "200": 1, "401 invalid_credentials": 19 });
    const { recoveryCodes, outbox = {} } = await storedAccount(services[0], user.id);
    expect(Object.keys(recoveryCodes?.left ?? {})).toHaveLength(9);
    const told = Object.values(outbox).map((entry) => (entry.kind === "mail" ? entry.template : entry.type));
    expect(told.filter((what) => what === "recovery-code-used" || what === "recovery_code.used")).toHaveLength(2);
  });

  it("one half of a sign-in leads to one session, whatever codes it is given (Q128)", async () => {
    const services = startTwoServices(form);
    const { app, user } = await signUpProtected(services[0], email);
    const { mfaToken } = await askedFor(services[0], email);
    const uses = together(services, 20, (service, index) =>
      answerWith(service, mfaToken, { recoveryCode: app.recoveryCodes[index % 10] }),
    );
    const counts = await tally(await startAll(uses));
    expect(counts).toMatchObject({ "200": 1 });
    expect((counts["410 code_used"] ?? 0) + (counts["401 invalid_credentials"] ?? 0)).toBe(19);
    expect(Object.keys((await storedAccount(services[0], user.id)).sessions)).toHaveLength(2);
  });

  it("one code raises a session once (Q126)", async () => {
    const services = startTwoServices(form);
    const { app, tokens } = await signUpProtected(services[0], email);
    const code = nextCode(services[0], app);
    services[1].clock.advance(30);
    const uses = together(services, 20, (service) => post(service, "/me/verify", { code }, tokens.accessToken));
    expect(await tally(await startAll(uses))).toEqual({ "200": 1, "422 validation_failed": 19 });
  });

  it("one offer of an app makes one factor, and one list of recovery codes", async () => {
    const services = startTwoServices(form);
    const { tokens, user } = await signUp(services[0], email);
    await confirmAddress(services[0], email);
    const { id, secret } = await offerApp(services[0], tokens.accessToken);
    const body = { id, code: codeOf(services[0], { secret }) };
    const uses = together(services, 20, (service) =>
      post(service, "/me/factors/totp/confirm", body, tokens.accessToken),
    );
    const answers = await startAll(uses);
    const lists = await Promise.all(answers.filter(({ ok }) => ok).map((answer) => bodyOf<App>(answer.clone())));
    expect(await tally(answers)).toEqual({ "200": 1, "410 code_used": 19 });
    const { factors = {}, recoveryCodes } = await storedAccount(services[0], user.id);
    expect(Object.keys(factors)).toEqual([id]);
    expect(lists.map(({ recoveryCodes: shown }) => shown.length)).toEqual([10]);
    expect(Object.keys(recoveryCodes?.left ?? {})).toHaveLength(10);
  });

  it("a new list of recovery codes is the last one for whoever gets it, and what was before is good no more", async () => {
    const services = startTwoServices(form);
    const { app, tokens, user } = await signUpProtected(services[0], email);
    const answers = await startAll(
      together(services, 20, (service) => post(service, "/me/recovery-codes", {}, tokens.accessToken)),
    );
    for (const answer of answers.filter(({ ok }) => !ok)) expect(await refusalOf(answer)).toBe("409 conflict");
    const given = answers.filter(({ ok }) => ok);
    expect(given).not.toHaveLength(0);
    const lists = await Promise.all(given.map((answer) => bodyOf<App>(answer)));
    const { mfaToken } = await askedFor(services[0], email);
    const good = [];
    for (const { recoveryCodes } of [app, ...lists]) {
      const answer = await answerWith(services[0], mfaToken, { recoveryCode: recoveryCodes[0] });
      if (answer.ok) good.push(answer.status);
    }
    expect(good).toEqual([200]);
    expect(Object.keys((await storedAccount(services[0], user.id)).recoveryCodes?.left ?? {})).toHaveLength(9);
  });
});

describeOnEachDatabase("the first factor", (form) => {
  it("leaves no session of one factor, of sign-ins that are under way (Q198)", async () => {
    const services = startTwoServices(form);
    for (const round of someRounds) {
      const address = `ada${round}@example.com`;
      const { user, tokens } = await signUp(services[0], address);
      await confirmAddress(services[0], address);
      const { id, secret } = await offerApp(services[0], tokens.accessToken);
      const body = { id, code: codeOf(services[0], { secret }) };
      const signIns = together(services, 5, (service) => logIn(service, address));
      const { one, many } = await collide(
        round,
        () => post(services[0], "/me/factors/totp/confirm", body, tokens.accessToken),
        signIns,
      );
      expect(one.status).toBe(200);
      expect(Object.values(await strengthsOf(services[0], user.id))).toEqual(["2"]);
      for (const answer of many.filter(({ ok }) => ok)) {
        const { tokens: given } = await bodyOf<SignedIn>(answer);
        expect(decodeJwt(given.accessToken)).toMatchObject({ acr: "1" });
        expect(await refreshes(services[1], given.refreshToken)).toBe(false);
      }
    }
  });

  it("of two that are set up at once in two tabs brings the recovery codes, and the other one none", async () => {
    const services = startTwoServices(form);
    for (const round of someRounds) {
      const address = `ada${round}@example.com`;
      const { user, tokens } = await signUp(services[0], address);
      await confirmAddress(services[0], address);
      const offers = [await offerApp(services[0], tokens.accessToken), await offerApp(services[1], tokens.accessToken)];
      const answers = await startAll(
        together(services, 2, (service, index) => {
          const { id, secret } = offers[index] as Pick<App, "id" | "secret">;
          return post(
            service,
            "/me/factors/totp/confirm",
            { id, code: codeOf(service, { secret }) },
            tokens.accessToken,
          );
        }),
      );
      const added = await Promise.all(answers.map((answer) => bodyOf<Partial<App>>(answer)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const lists = added.flatMap(({ recoveryCodes }) => (recoveryCodes ? [recoveryCodes] : []));
      expect(lists.map(({ length }) => length)).toEqual([10]);
      const stored = await storedAccount(services[0], user.id);
      expect(Object.keys(stored.factors ?? {}).sort()).toEqual(offers.map(({ id }) => id).sort());
      const { mfaToken } = await askedFor(services[1], address);
      expect((await answerWith(services[1], mfaToken, { recoveryCode: lists[0]?.[9] })).status).toBe(200);
    }
  });

  it("of two that are set up at once in two sessions ends the other session", async () => {
    const services = startTwoServices(form);
    const { user, tokens } = await signUp(services[0], email);
    await confirmAddress(services[0], email);
    const sessions = [tokens, (await signIn(services[1], email)).tokens];
    const offers = await Promise.all(sessions.map(({ accessToken }) => offerApp(services[0], accessToken)));
    const answers = await startAll(
      together(services, 2, (service, index) => {
        const { id, secret } = offers[index] as Pick<App, "id" | "secret">;
        const token = sessions[index]?.accessToken as string;
        return post(service, "/me/factors/totp/confirm", { id, code: codeOf(service, { secret }) }, token);
      }),
    );
    expect(await tally(answers)).toEqual({ "200": 1, "401 invalid_token": 1 });
    expect(Object.values(await strengthsOf(services[0], user.id))).toEqual(["2"]);
  });
});

describeOnEachDatabase("the removal of the last factor", (form) => {
  const signInAgain = (service: TestRollcall, half: string, recoveryCode?: string) =>
    answerWith(service, half, { recoveryCode });

  it("takes all that belongs to it, whatever sign-ins are under way, and nothing brings it back", async () => {
    const services = startTwoServices(form);
    for (const round of someRounds) {
      const address = `ada${round}@example.com`;
      const account = await signUpProtected(services[0], address);
      const begun = await Promise.all(Array.from({ length: 5 }, () => askedFor(services[0], address)));
      const { one, many } = await collide(
        round,
        () => remove(services[1], account),
        together(services, 5, (service, index) =>
          signInAgain(service, begun[index]?.mfaToken as string, account.app.recoveryCodes[index]),
        ),
      );
      expect(await statusOf(Promise.resolve(one))).toBe("204");
      for (const answer of many) expect([200, 401, 410]).toContain(answer.status);
      const stored = await storedAccount(services[0], account.user.id);
      const left = ["factors", "hasFactors", "credentialIds", "recoveryCodes"].filter((field) => field in stored);
      expect(left).toEqual([]);
      expect((await logIn(services[0], address)).status).toBe(200);
    }
  });

  it("is not undone by its confirmation, which is sent again as its answer was lost", async () => {
    const services = startTwoServices(form);
    const { user, tokens } = await signUp(services[0], email);
    await confirmAddress(services[0], email);
    const { id, secret } = await offerApp(services[0], tokens.accessToken);
    const confirm = () =>
      post(services[0], "/me/factors/totp/confirm", { id, code: codeOf(services[0], { secret }) }, tokens.accessToken);
    expect(await statusOf(confirm())).toBe("200");
    expect(await statusOf(confirm())).toBe("410 code_used");
    const strong = await refreshed(services[0], tokens);
    expect(await statusOf(services[0].call("DELETE", `/me/factors/${id}`, { token: strong.accessToken }))).toBe("204");
    expect(await statusOf(confirm())).toBe("410 code_used");
    expect((await storedAccount(services[0], user.id)).factors).toBeUndefined();
  });

  it("leaves codes of before good for nothing, also where another factor follows", async () => {
    const services = startTwoServices(form);
    const account = await signUpProtected(services[0], email);
    const [half] = await halves(services[0], 1);
    expect((await remove(services[1], account)).status).toBe(204);
    await addApp(services[0], account.tokens.accessToken);
    const [recoveryCode] = account.app.recoveryCodes;
    const late = await answerWith(services[0], half?.mfaToken as string, { recoveryCode });
    expect(await refusalOf(late)).toBe("410 code_expired");
    const { mfaToken } = await askedFor(services[0], email);
    expect(await refusalOf(await answerWith(services[0], mfaToken, { recoveryCode }))).toBe("401 invalid_credentials");
  });
});

const remove = (service: TestRollcall, { app, tokens }: Protected) =>
  service.call("DELETE", `/me/factors/${app.id}`, { token: tokens.accessToken });

describeOnEachDatabase("half of a sign-in", (form) => {
  it.each([
    [
      "a change of the password",
      (service: TestRollcall, { tokens }: Protected) =>
        post(
          service,
          "/me/password",
          { currentPassword: password, newPassword: "seven lighthouses in a row" },
          tokens.accessToken,
        ),
    ],
    [
      "another factor",
      async (service: TestRollcall, { tokens }: Protected) => {
        await addApp(service, tokens.accessToken);
        return new Response();
      },
    ],
    ["the removal of the factor", remove],
  ] as const)("ends with %s (Q128)", async (_, change) => {
    const [first, second] = startTwoServices(form);
    const account = await signUpProtected(first, email);
    const { mfaToken } = await askedFor(first, email);
    expect((await change(second, account)).ok).toBe(true);
    const [recoveryCode] = account.app.recoveryCodes;
    expect(await refusalOf(await answerWith(first, mfaToken, { recoveryCode }))).toBe("410 code_expired");
  });
});
