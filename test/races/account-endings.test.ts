import { it } from "vitest";
import { logIn } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { type Ending, expectNoSurvivor, refreshAgain } from "../support/races.ts";
import { password } from "../support/rollcall.ts";

const endings: Ending[] = [
  {
    title: "an administrator who disables the account",
    proves: " (Q67)",
    act: ({ services: [first], account, adminToken }) =>
      first.call("PATCH", `/users/${account.user.id}`, { token: adminToken, body: { status: "disabled" } }),
  },
  {
    title: "an administrator who deletes the account",
    act: ({ services: [first], account, adminToken }) =>
      first.call("DELETE", `/users/${account.user.id}`, { token: adminToken }),
  },
  {
    title: "deleting one's own account",
    act: ({ services: [first], other }) =>
      first.call("DELETE", "/me", { token: other.tokens.accessToken, body: { password } }),
  },
];

describeOnEachDatabase("at the same moment as refreshes of the session", (form) => {
  for (const { title, proves = "", act } of endings) {
    it(`${title} leaves nothing alive that a refresh got, in 20 rounds${proves}`, async () => {
      await expectNoSurvivor(form, act, refreshAgain);
    });
  }
});

describeOnEachDatabase("at the same moment as sign-ins", (form) => {
  for (const { title, proves = "", act } of endings) {
    it(`${title} leaves none of them alive, in 20 rounds${proves}`, async () => {
      await expectNoSurvivor(form, act, (service, { account }) => logIn(service, account.user.email));
    });
  }
});
