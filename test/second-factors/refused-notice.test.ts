import { expect, it } from "vitest";
import { logIn, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import { answerWith, askedFor, signInWithApp, signUpProtected, wrongCodeOf } from "../support/factors.ts";
import { mailOf, templatesTo } from "../support/mails.ts";
import { startRollcall, type TestRollcall, testSettings } from "../support/rollcall.ts";

const email = "ada@example.com";
/** Where nobody has signed in from. */
const ip = "198.51.100.9";
const limits = { ...testSettings.limits, guess: { ...testSettings.limits.guess, perAccount: 6 } };

describeOnEachDatabase("somebody who knows the password and fails at the second factor", (form) => {
  async function start() {
    const rollcall = startRollcall({ form, settings: { limits } });
    const ada = await signUpProtected(rollcall);
    await signInWithApp(rollcall, ada);
    const guess = async () => {
      const { mfaToken } = await askedFor(rollcall, email);
      const code = wrongCodeOf(rollcall, ada.app);
      expect((await answerWith(rollcall, mfaToken, { code }, ip)).status).toBe(401);
    };
    return { rollcall, ada, guess };
  }

  const notices = async (rollcall: TestRollcall) =>
    (await templatesTo(rollcall, email)).filter((template) => template === "second-factor-refused");

  const closed = async (rollcall: TestRollcall, id: string) =>
    (await eventsOf(rollcall, id)).filter(({ type }) => type === "account.throttled");

  it("is told of to the owner, once, when there are no more attempts for a while", async () => {
    const { rollcall, ada, guess } = await start();
    await guess();
    await guess();
    expect(await notices(rollcall)).toEqual([]);
    await guess();
    expect(await notices(rollcall)).toHaveLength(1);
    expect(await closed(rollcall, ada.user.id)).toHaveLength(1);
    const { text, html, link } = await mailOf(rollcall, "second-factor-refused", email);
    expect([text, html]).toEqual([expect.stringContaining("second factor"), expect.stringContaining("second factor")]);
    expect(link).toBeUndefined();
    expect((await rollcall.call("POST", "/auth/login", { body: { email, password: "wrong" }, ip })).status).toBe(429);
    expect(await notices(rollcall)).toHaveLength(1);
  });

  it("is told of as well where the last attempt was another one: a right password, or a wrong one", async () => {
    for (const last of ["correct horse battery staple", "not the right password"]) {
      const { rollcall, ada, guess } = await start();
      await guess();
      await guess();
      await askedFor(rollcall, email);
      expect(await notices(rollcall)).toEqual([]);
      expect((await logIn(rollcall, email, last)).status).toBe(401);
      expect(await notices(rollcall)).toHaveLength(1);
      expect(await closed(rollcall, ada.user.id)).toHaveLength(1);
    }
  });

  it("is another one than somebody who only guesses at passwords: nobody is told of that", async () => {
    const { rollcall, ada } = await start();
    for (let time = 0; time < 6; time++) await logIn(rollcall, email, "not the right password");
    expect(await closed(rollcall, ada.user.id)).toHaveLength(1);
    await signUp(rollcall, "bob@example.com");
    for (let time = 0; time < 6; time++) await logIn(rollcall, "bob@example.com", "not the right password");
    expect(await notices(rollcall)).toEqual([]);
    expect(await templatesTo(rollcall, "bob@example.com")).not.toContain("second-factor-refused");
  });
});
