import type { SignedIn } from "@rollcall/core";
import { expect, it } from "vitest";
import { bodyOf, logIn, refreshes } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { rounds, startTwoServices, successesOf, together } from "../support/races.ts";
import { password } from "../support/rollcall.ts";

/** The same mailbox in another mix of upper and lower case for each index. */
function spelling(index: number, email: string): string {
  return [...email].map((character, at) => ((index >> (at % 5)) & 1 ? character.toUpperCase() : character)).join("");
}

describeOnEachDatabase("registrations of one address at once", (form) => {
  it("make one account, whatever the spelling, and only the winner's password signs in to it (Q21)", async () => {
    const services = startTwoServices(form);
    for (const round of rounds) {
      const email = `ada.lovelace.${round}@example.com`;
      const passwordOf = (index: number) => `${password} number ${index}`;
      const registrations = together(services, 20, (service, index) =>
        service.call("POST", "/auth/register", {
          body: { email: spelling(index, email), password: passwordOf(index) },
        }),
      );
      const responses = await Promise.all(registrations.map((register) => register()));
      const winner = responses.findIndex(({ status }) => status === 201);
      expect(responses.map(({ status }) => status)).toEqual(responses.map((_, at) => (at === winner ? 201 : 409)));

      const signIns = together(services, 20, (service, index) => logIn(service, email, passwordOf(index)));
      const statuses = (await Promise.all(signIns.map((signIn) => signIn()))).map(({ status }) => status);
      expect(statuses).toEqual(statuses.map((_, at) => (at === winner ? 200 : 401)));
    }
  });

  it("that a double click sent leave an account that can be used (Q22)", async () => {
    const services = startTwoServices(form);
    for (const round of rounds) {
      const email = `ada${round}@example.com`;
      const clicks = together(services, 4, (service) =>
        service.call("POST", "/auth/register", { body: { email, password, name: "Ada" } }),
      );
      const [signedIn, ...more] = await successesOf<SignedIn>(await Promise.all(clicks.map((click) => click())), [409]);
      expect(more).toEqual([]);
      expect(await refreshes(services[0], (signedIn as SignedIn).tokens.refreshToken)).toBe(true);
      const again = await logIn(services[1], email);
      expect(again.status).toBe(200);
      expect((await bodyOf<SignedIn>(again)).user.id).toBe(signedIn?.user.id);
    }
  });
});
