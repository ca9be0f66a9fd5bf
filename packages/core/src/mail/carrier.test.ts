import { describe, expect, it } from "vitest";
import { signUp } from "../../../../test/support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { systemContext } from "../context.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import { issueOneTime, type Purpose, present } from "../one-time/index.ts";
import { type NewMail, queue } from "../outbox/index.ts";
import { relay } from "../relay/index.ts";
import { users } from "../user/index.ts";
import {
  MailRefused,
  type MailSettings,
  type MailTransport,
  type Message,
  mailCarrier,
  markUndeliverable,
} from "./index.ts";

const settings: MailSettings = {
  from: { name: "Example", address: "no-reply@example.com" },
  linksUrl: "https://app.example.com",
  language: "en",
};
const notice: NewMail = { template: "account-changed", to: "ada@example.com", data: { name: null, change: "enabled" } };
const now = new Date("2026-11-26T15:30:00Z");

/** Ada's account, and what is sent to her. */
async function setUp(form: DatabaseForm, send: MailTransport["send"] = async () => {}) {
  const rollcall = startRollcall({ form });
  const { user } = await signUp(rollcall);
  const { dependencies } = rollcall;
  const ctx = systemContext(dependencies);
  const accounts = dependencies.database.collection(users);
  // What registering has queued is nothing of these tests.
  await relay(dependencies, { event: async () => {}, mail: async () => {} });
  const sent: Message[] = [];
  const transport: MailTransport = {
    async send(message) {
      sent.push(message);
      await send(message);
    },
  };
  const carriers = { event: async () => {}, mail: mailCarrier({ ...dependencies, settings, transport }) };
  const read = async () => (await accounts.findOne({ _id: user.id })) ?? expect.fail("no account");
  return {
    ctx,
    sent,
    read,
    accounts,
    run: () => relay(dependencies, carriers),
    put: (...mails: NewMail[]) => accounts.updateOne({ _id: user.id }, queue(ctx, null, ...mails)),
    /** Queues a mail with a single-use value, as a flow does. */
    async issue(purpose: Purpose, mail: NewMail) {
      const value = issueOneTime(ctx, purpose, { email: mail.to, lifetime: 3_600 });
      const change = mergeUpdates(value.update, queue(ctx, null, { ...mail, oneTime: value.reference }));
      await accounts.updateOne({ _id: user.id }, change);
    },
    mark: (email = "ada@example.com") => markUndeliverable(dependencies, email, "bounce", now),
  };
}

const reset: NewMail = { template: "reset-password", to: "ada@example.com", data: { name: "Ada" } };
const refuse = async () => {
  throw new MailRefused("The mail server answered 5.1.1");
};

describeOnEachDatabase("a queued mail", (form) => {
  it("is written when it is sent, with a link and a code that are nowhere before", async () => {
    const { ctx, issue, read, run, sent } = await setUp(form);
    await issue("reset", reset);
    const stored = JSON.stringify(await read());
    await run();
    const [message] = sent;
    const token = /reset-password#token=([\w-]+)\n/.exec(message?.text ?? "")?.[1] ?? "";
    const code =
      /(\d{4}) (\d{4})/
        .exec(message?.text ?? "")
        ?.slice(1)
        .join("") ?? "";
    expect([token.length, code.length]).toEqual([88, 8]);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(code);
    expect((await present(ctx, { token }, "reset")).entry.email).toBe("ada@example.com");
    expect((await present(ctx, { email: "ada@example.com", code }, "reset")).entry.email).toBe("ada@example.com");
  });

  it("that is sent again is the same to the last letter", async () => {
    let isAway = true;
    const { ctx, issue, run, sent } = await setUp(form, async () => {
      if (isAway) throw new Error("away");
    });
    await issue("reset", reset);
    await run();
    isAway = false;
    (ctx.clock as unknown as { advance(seconds: number): void }).advance(61);
    await run();
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it("is in the language that the account was made in, unless it names one itself", async () => {
    const { accounts, put, read, run, sent } = await setUp(form);
    await accounts.updateOne({ _id: (await read())._id }, { $set: { language: "de" } });
    await put(notice);
    await put({ ...notice, language: "en" });
    await run();
    expect(sent.map(({ html }) => /lang="(\w+)"/.exec(html)?.[1]).sort()).toEqual(["de", "en"]);
  });
});

describeOnEachDatabase("the name of an account", (form) => {
  it("stands in no mail to an address that nobody has proved, whatever the mail is for (Q233)", async () => {
    const { accounts, put, read, run, sent } = await setUp(form);
    const { _id } = await read();
    await put(reset);
    await run();
    await accounts.updateOne({ _id }, { $set: { emailVerified: true } });
    await put(reset);
    await run();
    await put({ template: "email-changed", to: "before@example.com", data: { name: "Ada" } });
    await run();
    expect(sent.map(({ text }) => text.split("\n")[0])).toEqual(["Hello,", "Hello Ada,", "Hello,"]);
  });

  it("stands in an invitation, for which an administrator has chosen it", async () => {
    const { put, run, sent } = await setUp(form);
    await put({ template: "invitation", to: "ada@example.com", data: { name: "Ada" } });
    await run();
    expect(sent[0]?.text).toMatch(/^Hello Ada,/);
  });
});

describeOnEachDatabase("an address that mail comes back from", (form) => {
  it("is marked when the mail server refuses it for good, and its mail is given up (Q235)", async () => {
    const { put, read, run, sent } = await setUp(form, refuse);
    await put(reset);
    expect(await run()).toMatchObject({ failed: 0, dead: 0 });
    expect(await read()).toMatchObject({ outbox: {}, undeliverable: { reason: "bounce" } });
    await run();
    expect(sent).toHaveLength(1);
  });

  it("gets what somebody asks for, and no notice (Q235)", async () => {
    const { mark, put, read, run, sent } = await setUp(form);
    expect(await mark()).toBe(true);
    await put(notice);
    await put(reset);
    await run();
    expect(sent.map(({ subject }) => subject)).toEqual(["Set a new password for Example"]);
    expect((await read()).outbox).toEqual({});
  });

  it("keeps no notice from another address", async () => {
    const { mark, put, run, sent } = await setUp(form);
    await mark();
    await put({ template: "email-changed", to: "before@example.com", data: { name: null } });
    await run();
    expect(sent).toHaveLength(1);
  });

  it("counts as good again when a link or a code from a mail to it is used (Q235)", async () => {
    const { ctx, accounts, issue, mark, read, run, sent } = await setUp(form);
    await mark();
    await issue("reset", reset);
    await run();
    const token = /#token=([\w-]+)/.exec(sent[0]?.text ?? "")?.[1];
    const { expected, use } = await present(ctx, { token }, "reset");
    expect((await read()).undeliverable).toBeDefined();
    await compareAndSet(accounts, expected, use);
    expect((await read()).undeliverable).toBeUndefined();
  });

  it("is no account's any more when the account has moved on", async () => {
    const { mark, read } = await setUp(form);
    expect(await mark("before@example.com")).toBe(false);
    expect((await read()).undeliverable).toBeUndefined();
  });
});

describe("the language of an account", () => {
  it.each([
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["fr", undefined],
  ])("is what the browser asked for at registration, where there is that: %s", async (acceptLanguage, language) => {
    const rollcall = startRollcall();
    const body = { email: "ada@example.com", password: "correct horse battery staple" };
    const response = await rollcall.call("POST", "/auth/register", {
      body,
      headers: { "accept-language": acceptLanguage },
    });
    expect(response.status).toBe(201);
    const accounts = rollcall.dependencies.database.collection(users);
    expect((await accounts.findOne({ email: body.email }))?.language).toBe(language);
  });
});
