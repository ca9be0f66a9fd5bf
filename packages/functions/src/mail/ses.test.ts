import { composeMail, MailRefused } from "@rollcall/core/mail";
import { describe, expect, it } from "vitest";
import { aMail } from "../../../../test/support/sample-mails.ts";
import { startSes } from "../../../../test/support/ses.ts";
import { mailboxText, sesTransport } from "./ses.ts";

const message = composeMail(aMail("reset-password", { name: "Jürgen" }), {
  from: { name: "Example", address: "no-reply@mail.example.com" },
  linksUrl: "https://app.example.com",
  language: "en",
});

it("sends one mail to one recipient, signed, with fields of its own", async () => {
  const calls = await startSes();
  await sesTransport({ configurationSet: "rollcall-production" }).send(message);
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({
    path: "/v2/email/outbound-emails",
    headers: { authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 .*\/eu-central-1\/ses\/aws4_request/) },
    body: {
      FromEmailAddress: '"Example" <no-reply@mail.example.com>',
      Destination: { ToAddresses: ["ada@example.com"] },
      ConfigurationSetName: "rollcall-production",
      EmailTags: [{ Name: "rollcall-id", Value: message.id }],
      Content: {
        Simple: {
          Subject: { Data: message.subject, Charset: "UTF-8" },
          Body: { Text: { Data: message.text }, Html: { Data: message.html } },
          Headers: expect.arrayContaining([
            { Name: "Auto-Submitted", Value: "auto-generated" },
            { Name: "X-Rollcall-Id", Value: message.id },
          ]),
        },
      },
    },
  });
});

it("sets no field that SES sets itself, which would be refused", async () => {
  const calls = await startSes();
  await sesTransport().send(message);
  const names = /"Headers":\[(.*?)\]/.exec(JSON.stringify(calls[0]?.body))?.[1];
  expect(names).toContain("Auto-Submitted");
  expect(names).not.toMatch(/"(Message-ID|Date|Return-Path|From|To|Subject|MIME-Version)"/i);
});

it("asks once more when SES fails, and leaves the rest to the relay", async () => {
  const calls = await startSes([[500, "InternalFailure"]]);
  await sesTransport().send(message);
  expect(calls).toHaveLength(2);
});

it("gives up what is under way when the process is about to end", async () => {
  const calls = await startSes([null]);
  const transport = sesTransport();
  const sending = transport.send(message).catch((error) => error);
  await expect.poll(() => calls).toHaveLength(1);
  transport.close();
  expect(await sending).toMatchObject({ name: "AbortError" });
});

it.each([
  [400, "MessageRejected"],
  [400, "MailFromDomainNotVerifiedException"],
  [400, "AccountSuspendedException"],
  [400, "SendingPausedException"],
  [403, "AccessDeniedException"],
])("takes no refusal for the address's fault: %i %s", async (status, exception) => {
  await startSes([[status, exception]]);
  const error = await sesTransport()
    .send(message)
    .catch((error) => error);
  expect(error).toMatchObject({ name: exception });
  expect(error).not.toBeInstanceOf(MailRefused);
});

describe("a sender", () => {
  it.each([
    ["", "a@example.com"],
    ["Example", '"Example" <a@example.com>'],
    ['Example "The Best", Inc. \\o/', '"Example \\"The Best\\", Inc. \\\\o/" <a@example.com>'],
    ["Müller", "=?UTF-8?B?TcO8bGxlcg==?= <a@example.com>"],
  ])("called %j is %s", (name, text) => {
    expect(mailboxText({ name, address: "a@example.com" })).toBe(text);
  });

  it("with a long name has several words, none of which splits a character", () => {
    const name = "Gesellschaft für Überprüfung 😀😀😀😀😀😀😀😀😀😀 und Söhne";
    const words = mailboxText({ name, address: "a@example.com" }).split(" ").slice(0, -1);
    expect(words.length).toBeGreaterThan(1);
    for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
    const decoded = words.map((word) => Buffer.from(word.slice("=?UTF-8?B?".length, -2), "base64").toString());
    expect(decoded.join("")).toBe(name);
    expect(decoded.join("")).not.toContain("\ufffd");
  });
});
