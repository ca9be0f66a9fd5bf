import type { SignedIn, Tokens } from "@rollcall/core";
import { expect, it } from "vitest";
import { logIn, refreshes, signIn, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { collide, rounds, startTwoServices, successesOf, together } from "../support/races.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";

const newPassword = "seven lighthouses in a row";

function changePassword(service: TestRollcall, { tokens }: SignedIn, from = password, to = newPassword) {
  const body = { currentPassword: from, newPassword: to };
  return service.call("POST", "/me/password", { token: tokens.accessToken, body });
}

describeOnEachDatabase("a password change at the same moment as", (form) => {
  it("8 staggered sign-ins with the old password leaves none of them alive, in 20 rounds (Q52)", async () => {
    const services = startTwoServices(form);
    for (const round of rounds) {
      const account = await signUp(services[0], `ada${round}@example.com`);
      const { email } = account.user;
      const signIns = together(services, 8, (service) => logIn(service, email));
      const { one, many } = await collide(round, () => changePassword(services[0], account), signIns);
      expect(one.status).toBe(204);
      for (const { tokens } of await successesOf<SignedIn>(many, [401])) {
        expect(await refreshes(services[1], tokens.refreshToken)).toBe(false);
        expect((await services[1].call("GET", "/me", { token: tokens.accessToken })).status).toBe(401);
      }
      expect((await logIn(services[1], email)).status).toBe(401);
      expect((await logIn(services[1], email, newPassword)).status).toBe(200);
      expect(await refreshes(services[1], account.tokens.refreshToken)).toBe(true);
    }
  });

  it("refreshes of another session ends that session, in 20 rounds (Q52)", async () => {
    const services = startTwoServices(form);
    for (const round of rounds) {
      const account = await signUp(services[0], `ada${round}@example.com`);
      const { refreshToken } = (await signIn(services[1], account.user.email)).tokens;
      const refresh = (service: TestRollcall) => service.call("POST", "/auth/refresh", { body: { refreshToken } });
      const { one, many } = await collide(
        round,
        () => changePassword(services[0], account),
        together(services, 6, refresh),
      );
      expect(one.status).toBe(204);
      for (const { tokens } of await successesOf<{ tokens: Tokens }>(many, [401])) {
        expect(await refreshes(services[1], tokens.refreshToken)).toBe(false);
      }
    }
  });

  it("refreshes of the very session that makes it loses neither the change nor the session", async () => {
    const services = startTwoServices(form);
    for (const round of rounds) {
      const account = await signUp(services[0], `ada${round}@example.com`);
      const { refreshToken } = account.tokens;
      const refresh = (service: TestRollcall) => service.call("POST", "/auth/refresh", { body: { refreshToken } });
      const { one, many } = await collide(
        round,
        () => changePassword(services[0], account),
        together(services, 3, refresh),
      );
      expect(one.status).toBe(204);
      const [given] = await successesOf<{ tokens: Tokens }>(many, []);
      expect(await refreshes(services[1], given?.tokens.refreshToken as string)).toBe(true);
      expect((await logIn(services[1], account.user.email, newPassword)).status).toBe(200);
    }
  });

  it("another change lets one of them win, and its password alone signs in", async () => {
    const services = startTwoServices(form);
    for (const round of rounds) {
      const account = await signUp(services[0], `ada${round}@example.com`);
      const passwordOf = (index: number) => `${newPassword} ${index}`;
      const changes = together(services, 4, (service, index) =>
        changePassword(service, account, password, passwordOf(index)),
      );
      const responses = await Promise.all(changes.map((change) => change()));
      const winner = responses.findIndex(({ status }) => status === 204);
      expect(responses.map(({ status }) => status)).toEqual(responses.map((_, at) => (at === winner ? 204 : 422)));
      for (const index of responses.keys()) {
        const { status } = await logIn(services[1], account.user.email, passwordOf(index));
        expect(status).toBe(index === winner ? 200 : 401);
      }
    }
  });
});
