import { type Language, pickLanguage } from "../kernel/language.ts";
import type { Catalogue, MailTexts, Names, Texts } from "./languages/catalogue.ts";
import { de } from "./languages/de.ts";
import { en } from "./languages/en.ts";
import { type Content, toHtml, toText } from "./layout.ts";
import { linkTo, pages } from "./links.ts";
import type { Mail, MailData, MailSettings, MailTemplate, Proof } from "./mails.ts";
import type { Message } from "./message.ts";
import { greetableName, oneLine } from "./plain-text.ts";

const catalogues: Record<Language, Catalogue> = { en, de };

/** Longer than any subject of ours with a long name of a product in it. */
const longestSubject = 150;

/** Writes a mail out: the same mail always gives the same message. */
export function composeMail(mail: Mail, { from, linksUrl, language: otherwise }: MailSettings): Message {
  const language = pickLanguage(mail.language, otherwise);
  const content = contentOf(mail, { language, linksUrl, product: from.name || new URL(linksUrl).host });
  return {
    id: mail.id,
    messageId: `<${mail.id}@${from.address.slice(from.address.lastIndexOf("@") + 1)}>`,
    from,
    to: mail.to,
    subject: content.subject,
    text: toText(content),
    html: toHtml(content),
    headers: {
      // RFC 3834 section 5, and Exchange's own: no machine should answer.
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      // Message-ID again, for carriers that set one of their own.
      "X-Rollcall-Id": mail.id,
    },
  };
}

interface Place {
  language: Language;
  linksUrl: string;
  product: string;
}

function contentOf(mail: Mail, { language, linksUrl, product }: Place): Content {
  const catalogue = catalogues[language];
  const href = linkOf(mail, linksUrl);
  const name = "name" in mail.data ? greetableName(mail.data.name) : null;
  const texts = textsOf(mail, catalogue, { product, hasLink: href !== undefined });
  return {
    language,
    subject: oneLine(texts.subject, longestSubject),
    preheader: texts.preheader,
    greeting: catalogue.greeting(name),
    paragraphs: texts.paragraphs,
    button: texts.button && href ? { label: texts.button, href } : undefined,
    code: mail.proof?.code ? { label: catalogue.code, digits: grouped(mail.proof.code) } : undefined,
    notes: [...(mail.proof ? [goodUntil(mail.proof, catalogue)] : []), ...(texts.ifNotYou ? [texts.ifNotYou] : [])],
    footer: catalogue.footer(product, mail.to),
  };
}

/** A mail without a proof of its own may still lead somewhere. */
function linkOf({ template, proof }: Mail, linksUrl: string): string | undefined {
  if (proof) return linkTo(linksUrl, pages[proof.purpose], proof.token);
  return template === "already-registered" ? linkTo(linksUrl, pages.code) : undefined;
}

function textsOf<T extends MailTemplate>(
  { template, data }: { template: T; data: MailData[T] },
  catalogue: Catalogue,
  names: Names,
): Texts {
  return catalogue.mails[template](inWords(data, catalogue), names);
}

/** The data with its times written out, its device in words, and nothing in it that could end a line. */
function inWords<T extends MailTemplate>(data: MailData[T], catalogue: Catalogue): MailTexts<MailData[T]> {
  const words: { at?: string; ip?: string | null; device?: string } = {};
  if ("at" in data) words.at = inUtc(new Date(data.at), catalogue);
  if ("ip" in data) words.ip = data.ip && oneLine(data.ip, 60);
  if ("device" in data) words.device = oneLine(catalogue.device(data.device), 100);
  return { ...data, ...words } as MailTexts<MailData[T]>;
}

function goodUntil({ expiresAt, code }: Proof, catalogue: Catalogue): string {
  return catalogue.goodUntil(inUtc(expiresAt, catalogue), code !== undefined);
}

/** `26 November 2026 at 15:30 UTC` */
function inUtc(time: Date, { locale }: Catalogue): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  return `${format.format(time)} UTC`;
}

/** `12345678` as people read it out: `1234 5678`. */
const grouped = (code: string) => code.replace(/(?<=^\d{4})/, " ");
