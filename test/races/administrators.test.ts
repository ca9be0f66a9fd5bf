import { type SignedIn, users } from "@rollcall/core";
import { expect, it } from "vitest";
import { logIn, refusalOf, signInAsAdministrator } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { collide, rounds, startTwoServices } from "../support/races.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";

type Attack = (service: TestRollcall, ada: SignedIn, eve: SignedIn) => Promise<Response>;

function edit(service: TestRollcall, by: SignedIn, on: SignedIn, body: object): Promise<Response> {
  return service.call("PATCH", `/users/${on.user.id}`, { token: by.tokens.accessToken, body });
}

function remove(service: TestRollcall, by: SignedIn, on: SignedIn): Promise<Response> {
  return service.call("DELETE", `/users/${on.user.id}`, { token: by.tokens.accessToken });
}

function leave(service: TestRollcall, { tokens }: SignedIn): Promise<Response> {
  return service.call("DELETE", "/me", { token: tokens.accessToken, body: { password } });
}

const encounters: { title: string; one: Attack; other: Attack }[] = [
  {
    title: "demote each other",
    one: (service, ada, eve) => edit(service, ada, eve, { roles: [] }),
    other: (service, ada, eve) => edit(service, eve, ada, { roles: [] }),
  },
  {
    title: "disable and delete each other",
    one: (service, ada, eve) => edit(service, ada, eve, { status: "disabled" }),
    other: (service, ada, eve) => remove(service, eve, ada),
  },
  {
    title: "delete their own accounts",
    one: (service, ada) => leave(service, ada),
    other: (service, _, eve) => leave(service, eve),
  },
  {
    title: "are one who leaves and one whom she demotes",
    one: (service, ada, eve) => edit(service, ada, eve, { roles: [] }),
    other: (service, ada) => leave(service, ada),
  },
];

/** Whether this administrator signs in, and administers. */
async function isInOffice(service: TestRollcall, { user }: SignedIn): Promise<boolean> {
  const response = await logIn(service, user.email);
  if (!response.ok) return false;
  const { tokens } = (await response.json()) as SignedIn;
  return (await service.call("GET", "/users?limit=1", { token: tokens.accessToken })).ok;
}

describeOnEachDatabase("two administrators who at the same moment", (form) => {
  it.each(encounters)("$title leave one who can sign in, in 20 rounds (Q189)", async ({ one, other }) => {
    const services = startTwoServices(form);
    for (const round of rounds) {
      const ada = await signInAsAdministrator(services[0], `ada${round}@example.com`);
      const eve = await signInAsAdministrator(services[0], `eve${round}@example.com`);
      const { one: first, many } = await collide(round, () => one(services[0], ada, eve), [
        () => other(services[1], ada, eve),
      ]);
      const refused = [first, ...many].filter(({ ok }) => !ok);
      expect(refused.length).toBeLessThan(2);
      for (const answer of refused) {
        expect(["401 invalid_token", "403 forbidden", "409 conflict"]).toContain(await refusalOf(answer));
      }
      expect([await isInOffice(services[1], ada), await isInOffice(services[1], eve)]).toContain(true);
      await removeAll(services[0], [ada, eve]);
    }
  });
});

/** Makes room for the next round's administrators, as no request may. */
async function removeAll({ dependencies }: TestRollcall, accounts: SignedIn[]): Promise<void> {
  for (const { user } of accounts) await dependencies.database.collection(users).deleteOne({ _id: user.id });
}
