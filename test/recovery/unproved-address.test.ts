import { expect, it } from "vitest";
import { bodyOf, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { mailsOf } from "../support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const victim = "grace@example.com";

const passwords = [password, "seven lighthouses in a row"] as const;

const countOf = async (rollcall: TestRollcall, template: string, to = victim) =>
  (await mailsOf(rollcall, to)).filter((mail) => mail.template === template).length;

/** What somebody does who has made an account of another person's address. */
const nuisances = {
  "new-sign-in": (rollcall: TestRollcall, _token: string, turn: number) =>
    rollcall.call("POST", "/auth/login", {
      body: { email: victim, password },
      headers: { "user-agent": `Pets${"x".repeat(turn)}` },
    }),
  "password-changed": (rollcall: TestRollcall, token: string, turn: number) =>
    rollcall.call("POST", "/me/password", {
      token,
      body: { currentPassword: passwords[turn % 2], newPassword: passwords[(turn + 1) % 2] },
    }),
};

describeOnEachDatabase("an address that nobody has proved", (form) => {
  for (const [template, bother] of Object.entries(nuisances)) {
    it(`gets five mails in an hour of the kind ${template}, whatever is done with its account`, async () => {
      const rollcall = startRollcall({ form });
      const { tokens } = await signUp(rollcall, victim);
      for (let turn = 0; turn < 12; turn++) {
        const answer = await bother(rollcall, tokens.accessToken, turn);
        expect(answer.ok).toBe(true);
        await mailsOf(rollcall);
      }
      expect(await countOf(rollcall, template)).toBe(5);
    });
  }

  it("gets five in an hour of accounts that are made and deleted", async () => {
    const rollcall = startRollcall({ form });
    for (let turn = 0; turn < 8; turn++) {
      const { tokens } = await signUp(rollcall, victim);
      await mailsOf(rollcall);
      await rollcall.call("DELETE", "/me", { token: tokens.accessToken, body: { password } });
      await mailsOf(rollcall);
    }
    expect([await countOf(rollcall, "verify-email"), await countOf(rollcall, "account-deleted")]).toEqual([5, 5]);
  });

  it("gets five in an hour of accounts that want to change to it, however many they are", async () => {
    const rollcall = startRollcall({ form });
    for (let turn = 0; turn < 8; turn++) {
      const { tokens } = await signUp(rollcall, `mallory${turn}@example.com`);
      const body = { newEmail: victim, password };
      const answer = await rollcall.call("POST", "/me/email", { token: tokens.accessToken, body });
      expect([answer.status, await bodyOf(answer)]).toEqual([202, {}]);
    }
    expect(await countOf(rollcall, "change-email")).toBe(5);
  });
});
