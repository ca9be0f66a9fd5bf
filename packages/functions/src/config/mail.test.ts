import { describe, expect, it } from "vitest";
import { testSecret } from "../../../../test/support/rollcall.ts";
import { parseConfig } from "../config.ts";
import { openTransport } from "../mail/transport.ts";

const environment = { SECRET_KEY: testSecret, ISSUER: "https://auth.example.test" };
const mailOf = (variables: Record<string, string>) => parseConfig({ ...environment, ...variables }).mail;
const needed = { MAIL_FROM: "no-reply@example.com", LINKS_URL: "https://app.example.com" };

describe("mail", () => {
  it("is not sent unless there is a transport", async () => {
    const mail = mailOf({});
    expect(mail).toMatchObject({ transport: "none", settings: null });
    expect(await openTransport(mail)).toBeNull();
  });

  it("has a sender, a place for its links and a language", () => {
    expect(mailOf({ ...needed, MAIL_TRANSPORT: "ses", MAIL_LANGUAGE: "de" }).settings).toEqual({
      from: { name: "", address: "no-reply@example.com" },
      linksUrl: "https://app.example.com",
      language: "de",
    });
  });

  it.each(["ses", "smtp"])("by %s needs a sender and a place for its links (Q200)", (MAIL_TRANSPORT) => {
    expect(() => mailOf({ MAIL_TRANSPORT })).toThrow(
      "MAIL_FROM: is not set. Mails need a sender, such as Example <no-reply@example.com>\n" +
        "LINKS_URL: is not set. Mails need the address of your pages, such as https://app.example.com",
    );
  });

  it("by SMTP needs a server, where it is sent and nowhere else (Q200)", async () => {
    const mail = mailOf({ ...needed, MAIL_TRANSPORT: "smtp" });
    await expect(openTransport(mail)).rejects.toThrow(/^SMTP_URL: is not set\. Set it to your mail server/);
    const SMTP_URL = "smtps://user:secret@mail.example.com";
    expect(() => mailOf({ ...needed, SMTP_URL })).toThrow("SMTP_URL: would never count. Set MAIL_TRANSPORT to smtp");
    expect(mailOf({ ...needed, SMTP_URL, MAIL_TRANSPORT: "smtp" }).smtpUrl).toBe(SMTP_URL);
  });
});

describe("MAIL_FROM", () => {
  const fromOf = (MAIL_FROM: string) => mailOf({ ...needed, MAIL_FROM }).settings?.from;

  it.each([
    ["no-reply@example.com", "", "no-reply@example.com"],
    ["<no-reply@example.com>", "", "no-reply@example.com"],
    ["Example <no-reply@example.com>", "Example", "no-reply@example.com"],
    ["Müller & Söhne <a@b.example>", "Müller & Söhne", "a@b.example"],
    ['"Example, \\"Inc.\\"" <a@b.example>', 'Example, "Inc."', "a@b.example"],
    ["Example, Inc.<a@b.example>", "Example, Inc.", "a@b.example"],
  ])("%s is %j at %s", (value, name, address) => {
    expect(fromOf(value)).toEqual({ name, address });
  });

  it.each([
    "Example",
    "Example <>",
    "a@b.example, c@d.example",
    "Example <a@b.example> <c@d.example>",
    "Example <a@b.example>, c@d.example",
    "Example\r\nBcc: c@d.example <a@b.example>",
    "Exam\u202eple <a@b.example>",
    "Example <a@localhost>",
    "Example <a@müller.example>",
    `${"x".repeat(101)} <a@b.example>`,
  ])("is refused as %j (Q20)", (value) => {
    expect(() => fromOf(value)).toThrow(/^MAIL_FROM: expected one address in ASCII, such as/);
  });
});

describe("REGISTRATION=verify", () => {
  const local = { ...environment, ...needed, REGISTRATION: "verify" };
  const deployed = { ...local, MONGODB_URI: "mongodb://db.example/rollcall" };

  it("needs mails to be sent, or kept beside an embedded database (Q200)", () => {
    expect(() => parseConfig(deployed)).toThrow("REGISTRATION: is verify, and no mail is sent. Set MAIL_TRANSPORT");
    expect(parseConfig({ ...deployed, MAIL_TRANSPORT: "ses" }).settings).toMatchObject({
      registration: "verify",
      sendsMail: true,
    });
    expect(parseConfig(local).settings.sendsMail).toBe(true);
    expect(parseConfig({ ...deployed, REGISTRATION: "open" }).settings.sendsMail).toBe(false);
  });
});

describe("LINKS_URL", () => {
  const linksOf = (LINKS_URL: string) => mailOf({ ...needed, LINKS_URL }).settings?.linksUrl;

  it.each([
    "https://app.example.com",
    "https://app.example.com:8443/account",
    "http://localhost:5173",
    "http://127.0.0.1:3000/x",
    "http://[::1]:3000",
  ])("may be %s", (value) => {
    expect(linksOf(value)).toBe(value);
  });

  it.each([
    ["https://app.example.com/", "is not written as links begin. Write https://app.example.com"],
    ["https://App.Example.com:443/a//", "is not written as links begin. Write https://app.example.com/a"],
    ["https://app.example.com/../x", "is not written as links begin. Write https://app.example.com/x"],
    ["http://app.example.com", "expected https: links in mails are secrets, and http is for this machine only"],
    ["http://localhost.example.com", "expected https: links in mails are secrets, and http is for this machine only"],
    ["app.example.com", "expected an https address"],
    ["javascript:alert(1)", "expected an https address"],
    ["https://user@app.example.com", "expected an https address"],
    ["https://app.example.com?x=1", "expected an https address"],
    ["https://app.example.com/#/account", "expected an https address"],
    ["https://app.example.com\\evil", "expected an https address"],
  ])("is refused as %s (Q45, Q200)", (value, message) => {
    expect(() => linksOf(value)).toThrow(`LINKS_URL: ${message}`);
  });
});

describe("SMTP_URL", () => {
  const accepts = (SMTP_URL: string) => mailOf({ ...needed, MAIL_TRANSPORT: "smtp", SMTP_URL }).smtpUrl;

  it.each([
    "smtps://mail.example.com",
    "smtp://u:p%40w@mail.example.com:587",
    "smtp://localhost:1025/",
    "smtp://[::1]:25",
  ])("may be %s", (value) => {
    expect(accepts(value)).toBe(value);
  });

  it.each([
    "mail.example.com:587",
    "https://mail.example.com",
    "smtp://user@mail.example.com",
    "smtp://user:hunter2@mail.example.com/path",
    "smtps://user:hunter2@mail.example.com?tls.rejectUnauthorized=false",
    "smtps://user:100%hunter2@mail.example.com",
    "smtps://",
  ])("is refused as %s, and not repeated (Q200)", (value) => {
    expect(() => accepts(value)).toThrow(/^SMTP_URL: expected smtps:/);
    expect(() => accepts(value)).not.toThrow(/hunter2/);
  });
});
