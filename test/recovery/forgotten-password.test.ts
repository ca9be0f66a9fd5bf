import { expect, it } from "vitest";
import { administrate, logIn, refusalOf, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { lastMailTo, mailsOf } from "../support/mails.ts";
import { startRollcall, type TestRollcall, testSettings } from "../support/rollcall.ts";

const email = "ada@example.com";

const forgot = (rollcall: TestRollcall, address = email, headers?: Record<string, string>) =>
  rollcall.call("POST", "/auth/password/forgot", { body: { email: address }, ...(headers && { headers }) });

describeOnEachDatabase("a request for a new password", (form) => {
  it("is answered the same for every address, in every header (Q43)", async () => {
    const rollcall = startRollcall({ form });
    const account = await signUp(rollcall, email);
    const { edit } = await administrate(rollcall);
    await signUp(rollcall, "disabled@example.com");
    const heads = new Set<string>();
    const shapeOf = async (address: string) => {
      const answer = await forgot(rollcall, address);
      const headers = [...answer.headers].filter(([name]) => name !== "x-request-id");
      heads.add(JSON.stringify([answer.status, await answer.text(), headers]));
    };
    await edit(account.user.id, { name: "Ada" });
    for (const address of [email, "disabled@example.com", "nobody@example.com", "Ada@Example.com"])
      await shapeOf(address);
    expect([...heads]).toHaveLength(1);
    expect(JSON.parse([...heads][0] ?? "").slice(0, 2)).toEqual([202, "{}"]);
  });

  it("sends a mail a minute and five in an hour at most, and says nothing of it", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, email);
    await mailsOf(rollcall);
    const counts = [];
    for (let request = 0; request < 14; request++) {
      expect((await forgot(rollcall)).status).toBe(202);
      counts.push((await mailsOf(rollcall, email)).length - 1);
      rollcall.clock.advance(30);
    }
    expect(counts).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 5, 5]);
    rollcall.clock.advance(3_600 - 14 * 30);
    await forgot(rollcall);
    expect((await mailsOf(rollcall, email)).slice(1)).toHaveLength(6);
  });

  it("sends the mail, however much of what happens in the account still waits", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, email);
    for (let count = 0; count < 60; count++) await logIn(rollcall, email, "seven lighthouses in a row");
    await forgot(rollcall);
    expect((await mailsOf(rollcall, email)).map(({ template }) => template)).toContain("reset-password");
  });

  it("sends the mail to the address as the account has it, and none to a look-alike (Q44)", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, "kim@mail.test");
    await mailsOf(rollcall);
    for (const address of ["\u212aim@mail.test", "k\u0131m@mail.test", "\uff4bim@mail.test"])
      expect(await refusalOf(await forgot(rollcall, address))).toBe("422 validation_failed");
    await forgot(rollcall, "KIM@Mail.Test");
    const mails = (await mailsOf(rollcall)).slice(1);
    expect(mails.map(({ to }) => to)).toEqual(["kim@mail.test"]);
  });

  it("leads to the operator's pages, whatever the request claims to be for (Q45)", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, email);
    await forgot(rollcall, email, {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-original-host": "evil.example",
      forwarded: "host=evil.example",
      origin: "https://evil.example",
      referer: "https://evil.example/",
    });
    const mail = await lastMailTo(rollcall, email);
    expect(mail.template).toBe("reset-password");
    expect(`${mail.text}${mail.html}`).not.toContain("evil");
    expect(mail.link).toMatch(/^https:\/\/app\.example\.test\/account\/reset-password#token=/);
  });

  it("counts by network, as those for a confirmation do (Q42)", async () => {
    const limits = { ...testSettings.limits, mail: { perAddress: 5, perNetwork: 10 } };
    const rollcall = startRollcall({ form, settings: { limits } });
    const paths = ["/auth/password/forgot", "/auth/email/verify/resend"];
    const answers = [];
    for (let count = 0; count < 120; count++) {
      const path = paths[count % 2] as string;
      answers.push(await rollcall.call("POST", path, { body: { email: `user${count}@example.com` } }));
    }
    expect(answers.map(({ status }) => status)).toEqual([...Array(5).fill(202), ...Array(115).fill(429)]);
    expect(answers.at(-1)?.headers.get("retry-after")).toMatch(/^\d+$/);
  });
});
