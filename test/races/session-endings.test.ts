import { it } from "vitest";
import { describeOnEachDatabase } from "../support/databases.ts";
import { type Ending, expectNoSurvivor, refreshAgain } from "../support/races.ts";

const endings: Ending[] = [
  {
    title: "signing out",
    proves: " (Q65)",
    act: ({ services: [first], account }) =>
      first.call("POST", "/auth/logout", { body: { refreshToken: account.tokens.refreshToken } }),
  },
  {
    title: "ending one's other sessions",
    act: ({ services: [first], other }) => first.call("DELETE", "/me/sessions", { token: other.tokens.accessToken }),
  },
  {
    title: "an administrator who ends the account's sessions",
    act: ({ services: [first], account, adminToken }) =>
      first.call("DELETE", `/users/${account.user.id}/sessions`, { token: adminToken }),
  },
];

describeOnEachDatabase("at the same moment as refreshes of the session", (form) => {
  for (const { title, proves = "", act } of endings) {
    it(`${title} leaves nothing alive that a refresh got, in 20 rounds${proves}`, async () => {
      await expectNoSurvivor(form, act, refreshAgain);
    });
  }
});
