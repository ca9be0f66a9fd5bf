import type { SignedIn } from "@rollcall/core";
import { expect, it } from "vitest";
import { confirmAddress, logIn, refreshes, refusalOf, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { mailOf } from "../support/mails.ts";
import { collide, rounds, startTwoServices, together } from "../support/races.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";

const change = (service: TestRollcall, token: string | undefined) =>
  service.call("POST", "/auth/email/change", { body: { token } });

const register = (service: TestRollcall, email: string) =>
  service.call("POST", "/auth/register", { body: { email, password: "seven lighthouses in a row" } });

/** Asks for a new address. @returns the token that its reader has */
async function asked(service: TestRollcall, { tokens }: SignedIn, newEmail: string): Promise<string | undefined> {
  const body = { newEmail, password };
  expect((await service.call("POST", "/me/email", { token: tokens.accessToken, body })).status).toBe(202);
  return (await mailOf(service, "change-email", newEmail)).token;
}

async function signUpConfirmed(service: TestRollcall, email: string): Promise<SignedIn> {
  const account = await signUp(service, email);
  await confirmAddress(service, email);
  return account;
}

/** Half as many rounds as others: each takes mails, too. */
const few = rounds.slice(0, 10);

describeOnEachDatabase("a change of address at the same moment as", (form) => {
  it("nineteen of the same link lets one win", async () => {
    const [first, second] = startTwoServices(form);
    const token = await asked(first, await signUpConfirmed(first, "ada@example.com"), "king@example.com");
    const calls = together([first, second], 20, (service) => change(service, token));
    const answers = await Promise.all(calls.map((call) => call()));
    const refusals = await Promise.all(answers.filter(({ ok }) => !ok).map(refusalOf));
    expect(refusals).toEqual(Array(19).fill("410 code_used"));
  });

  it("another account's to the same address leaves it to one of them", async () => {
    const services = startTwoServices(form);
    for (const round of few) {
      const wanted = `wanted${round}@example.com`;
      const links: (string | undefined)[] = [];
      for (const name of ["ada", "grace"]) {
        links.push(await asked(services[0], await signUpConfirmed(services[0], `${name}${round}@example.com`), wanted));
      }
      const { one, many } = await collide(round, () => change(services[0], links[0]), [
        () => change(services[1], links[1]),
      ]);
      expect([one.status, many[0]?.status].sort()).toEqual([204, 409]);
    }
  });

  it("registrations of that address leaves it to one of them", async () => {
    const services = startTwoServices(form);
    for (const round of few) {
      const wanted = `wanted${round}@example.com`;
      const link = await asked(services[0], await signUpConfirmed(services[0], `ada${round}@example.com`), wanted);
      const others = together(services, 2, (service) => register(service, wanted));
      const { one, many } = await collide(round, () => change(services[0], link), others);
      const won = [one, ...many].filter(({ ok }) => ok);
      expect(won).toHaveLength(1);
      expect((await logIn(services[1], wanted, one.ok ? password : "seven lighthouses in a row")).status).toBe(200);
    }
  });

  it("the account's deletion leaves nothing at the new address", async () => {
    const services = startTwoServices(form);
    for (const round of few) {
      const account = await signUpConfirmed(services[0], `ada${round}@example.com`);
      const link = await asked(services[0], account, `wanted${round}@example.com`);
      const remove = () => services[1].call("DELETE", "/me", { token: account.tokens.accessToken, body: { password } });
      const { one, many } = await collide(round, remove, [() => change(services[0], link)]);
      // What was deleted is the account at the address that was read: with another one it has to be wanted again.
      expect([204, 422]).toContain(one.status);
      if (!one.ok) expect((await remove()).status).toBe(204);
      expect([204, 410]).toContain(many[0]?.status);
      for (const name of ["ada", "wanted"]) {
        expect((await register(services[1], `${name}${round}@example.com`)).status).toBe(201);
      }
    }
  });

  it("one that is taken back leaves the account to the first address", async () => {
    const services = startTwoServices(form);
    for (const round of few) {
      const email = `ada${round}@example.com`;
      const account = await signUpConfirmed(services[0], email);
      await change(services[0], await asked(services[0], account, `mallory${round}@example.com`));
      const { token: back } = await mailOf(services[0], "email-changed", email);
      services[0].clock.advance(60);
      services[1].clock.advance(60);
      const further = await asked(services[0], account, `mallory${round}@example.net`);
      const { one } = await collide(round, () => change(services[1], back), [() => change(services[0], further)]);
      expect(one.status).toBe(204);
      expect(await refreshes(services[1], account.tokens.refreshToken)).toBe(false);
      expect(await refusalOf(await register(services[1], email))).toBe("409 email_taken");
      for (const address of [`mallory${round}@example.com`, `mallory${round}@example.net`]) {
        expect((await register(services[1], address)).status).toBe(201);
      }
    }
  });
});
