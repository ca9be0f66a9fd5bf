import { describe, expect, it } from "vitest";
import { aMail, everyMail } from "../../../../test/support/sample-mails.ts";
import { languages } from "../kernel/language.ts";
import { composeMail, type Mail, type MailSettings } from "./index.ts";

const settings: MailSettings = {
  from: { name: "Example", address: "no-reply@mail.example.com" },
  linksUrl: "https://app.example.com/account",
  language: "en",
};
const compose = (mail: Mail, more: Partial<MailSettings> = {}) => composeMail(mail, { ...settings, ...more });
const withoutLineFeeds = (text: string) => text.replaceAll("\n", "");
const named = (name: string | null) => compose(aMail("reset-password", { name }));

const inEveryLanguage = languages.flatMap((language) =>
  everyMail().map((mail) => [language, mail.template, { ...mail, language }] as const),
);

describe("every mail", () => {
  it.each(inEveryLanguage)("in %s: %s says the same in text and in HTML", (language, _, mail) => {
    const { subject, text, html } = compose(mail);
    expect(html).toContain(`<html lang="${language}">`);
    for (const part of [subject, text, html]) expect(part).not.toMatch(/undefined|null|\[object|NaN|Invalid/);
    const words = html.replace(/<title>.*<\/title>|<style.*<\/style>|<[^>]*>/gs, " ");
    for (const line of text.split("\n").filter((line) => /\w/.test(line))) {
      expect(words).toContain(line.replace(/^-- |:$/g, "").trim());
    }
  });

  it.each(inEveryLanguage)("in %s: %s leads nowhere but to LINKS_URL, and loads nothing (Q45)", (_lang, _, mail) => {
    const { text, html } = compose(mail);
    const addresses = [text, html].flatMap((body) => body.match(/\b(?:https?:)?\/\/[^\s"<]+/g) ?? []);
    for (const address of addresses)
      expect(address).toMatch(/^https:\/\/app\.example\.com\/account\/[a-z-]+(#token=\w+)?$/);
    expect(html).not.toMatch(/<(img|link|script|iframe|form|style)|\bsrc=|url\(/i);
  });

  it.each(inEveryLanguage)("in %s: %s goes to one recipient, as what no machine answers", (_lang, _, mail) => {
    expect(compose(mail)).toMatchObject({
      id: mail.id,
      to: "ada@example.com",
      messageId: `<${mail.id}@mail.example.com>`,
      headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "X-Rollcall-Id": mail.id },
    });
  });

  it("is the same message whenever it is made", () => {
    expect(everyMail().map((mail) => compose(mail))).toEqual(everyMail().map((mail) => compose(mail)));
  });
});

describe("a mail with a proof", () => {
  const { text, html } = compose(aMail("verify-email", {}));

  it("has its token in the fragment of one link", () => {
    expect(text).toContain("\nhttps://app.example.com/account/verify-email#token=dG9rZW4\n");
    expect(html).toContain('href="https://app.example.com/account/verify-email#token=dG9rZW4"');
  });

  it("has its code in groups, which people can read out", () => {
    expect(text).toContain("\n    1234 5678\n");
    expect(html).toContain(">1234 5678</p>");
  });

  it("says until when they are good, in UTC and in its language", () => {
    expect(text).toContain("good until 27 November 2026 at 15:30 UTC");
    expect(compose({ ...aMail("verify-email", {}), language: "de" }).text).toContain(
      "gelten bis 27. November 2026 um 15:30 UTC",
    );
  });

  it("that undoes something says so only where it can", () => {
    const { proof: _, ...without } = aMail("email-changed", { name: null });
    expect(compose(aMail("email-changed", { name: null })).text).toContain("/revert-email#token=");
    expect(compose(without as Mail).text).not.toMatch(/https:|the link/i);
  });
});

describe("a name", () => {
  it("is greeted", () => {
    expect(named("Ada Lovelace").text).toMatch(/^Hello Ada Lovelace,\n/);
    expect(named(null).text).toMatch(/^Hello,\n/);
  });

  it.each([
    `<img src=x onerror=alert(1)>`,
    `<b onclick=x>Ada & "Grace" 'Hopper' \`\``,
    `"><script>alert(1)<!--`,
    `{{constructor}} \${name}`,
  ])("is text and never markup: %s (Q233)", (name) => {
    const { text, html } = named(name);
    expect(html).not.toMatch(/<(img|b|script)\b|<!--/);
    expect(text).toContain(`Hello ${name},`);
    expect(html.replace(/&#(\d+);/g, (_, number) => String.fromCharCode(number))).toContain(`Hello ${name},`);
  });

  it.each(["Ada\r\nBcc: all@example.com", "Ada\n\nYour account is closed", "Ada\u2028Grace", "Ada\0\u0007\u001b[31m"])(
    "ends no line: %j (Q20)",
    (name) => {
      const { text, html } = named(name);
      expect(text.split("\n")[0]).toMatch(/^Hello.*,$/);
      expect(withoutLineFeeds(text + html)).not.toMatch(/\p{Cc}|\p{Zl}|\p{Zp}/u);
    },
  );

  it("turns no direction around (Q233)", () => {
    const { text } = named("\u202eadA\u2066 \u200f\u061c");
    expect(text).toMatch(/^Hello adA,\n/);
  });

  it("that is long is cut", () => {
    expect(named("😀".repeat(500)).text).toMatch(/^Hello (😀){59}…,\n/u);
  });

  it.each([
    "http://evil.example",
    "Win at evil.example",
    "www.evil.com",
    "mail me@evil.example",
    "evil。com/x",
    "tel:123",
    "a\\b",
  ])("that would become a link is left out: %s (Q233)", (name) => {
    expect(named(name).text).toMatch(/^Hello,\n/);
  });

  it.each(["Ada L.", "J. R. R. Tolkien", "O'Brien", "Jürgen Müller-Lüdenscheidt", "山田 太郎", "محمد", "Dr. Who"])(
    "of a person is none of these: %s",
    (name) => {
      expect(named(name).text).toContain(`Hello ${name},`);
    },
  );

  it("stands in no mail to an address that may be a stranger's (Q233)", () => {
    const name = "Ada Lovelace";
    const strangers = everyMail(name).filter(({ template }) =>
      ["verify-email", "change-email", "already-registered"].includes(template),
    );
    expect(strangers).toHaveLength(3);
    for (const mail of strangers) expect(JSON.stringify(compose(mail))).not.toContain("Ada");
  });
});

it("an address with signs of HTML in it, and what a browser says of itself, are text as well (Q233)", () => {
  const device = { browser: "<script>alert(1)</script>\r\nx", system: "&amp;" };
  const data = { name: null, device, ip: "<i>", at: "2026-11-26T15:30:00Z" };
  const { html, text, subject } = compose({ ...aMail("new-sign-in", data), to: "o'brien&<co>@example.com" });
  expect(html).not.toMatch(/<script|<i>|<co>|&amp;/);
  expect(html).toContain("o&#39;brien&#38;&#60;co&#62;@example.com");
  expect(text).toContain("<script>alert(1)</script> x on &amp;");
  expect(subject).toBe("New sign-in to Example");
});

describe("the language", () => {
  it("is the recipient's where there are texts in it, else the operator's", () => {
    const inLanguage = (language: string | null) => compose({ ...aMail("invitation", { name: null }), language }).text;
    expect(inLanguage("de")).toMatch(/^Guten Tag,/);
    expect(inLanguage("fr")).toMatch(/^Hello,/);
    expect(inLanguage(null)).toMatch(/^Hello,/);
    expect(compose(aMail("invitation", { name: null }), { language: "de" }).text).toMatch(/^Guten Tag,/);
  });

  it("tells devices in words", () => {
    const from = (device: { browser: string | null; system: string | null }, language: string) =>
      compose({ ...aMail("new-sign-in", { name: null, device, ip: null, at: "2026-11-26T15:30:00Z" }), language }).text;
    expect(from({ browser: "Firefox", system: "Windows" }, "en")).toContain("Device: Firefox on Windows.");
    expect(from({ browser: "Firefox", system: "Windows" }, "de")).toContain("Gerät: Firefox unter Windows.");
    expect(from({ browser: null, system: null }, "de")).toContain("Gerät: ein unbekanntes Gerät.");
  });
});

describe("the product", () => {
  it("goes by the sender's name, or by the host of LINKS_URL", () => {
    expect(compose(aMail("sign-in-code", { name: null })).subject).toBe("Sign in to Example");
    const from = { name: "", address: "no-reply@example.com" };
    expect(compose(aMail("sign-in-code", { name: null }), { from }).subject).toBe("Sign in to app.example.com");
  });
});
