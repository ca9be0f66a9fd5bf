import { languages, type Mailbox, type MailSettings } from "@rollcall/core/settings";
import * as z from "zod/mini";
import { ConfigError } from "./config-error.ts";
import { choice } from "./values.ts";

const address = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(\.[a-z\d-]+)+$/i;

/** `no-reply@example.com`, or with a name, in quotation marks or without: `Example <no-reply@example.com>`. */
function mailboxOf(value: string): Mailbox | null {
  const [, quoted, plain = "", bracketed] = /^(?:"((?:[^"\\]|\\["\\])*)"|([^"<>]*?)) *<([^<>]*)>$/.exec(value) ?? [];
  const mailbox = { name: quoted?.replace(/\\(.)/g, "$1") ?? plain, address: bracketed ?? value };
  return address.test(mailbox.address) && isName(mailbox.name) ? mailbox : null;
}

const isName = (text: string) => [...text].length <= 100 && text.isWellFormed() && !/\p{C}|\p{Zl}|\p{Zp}/u.test(text);

const sender = z
  .string()
  .check(
    z.refine(
      (value) => mailboxOf(value) !== null,
      "expected one address in ASCII, such as no-reply@example.com or Example <no-reply@example.com>",
    ),
  );

/** Where the pages of mailed links are. Whoever reads a link in between could use it, so only this machine may do without TLS. */
const linksUrl = z.string().check(
  z.superRefine((value, check) => {
    const fault = faultOfLinks(value);
    if (fault) check.addIssue({ code: "custom", message: fault });
  }),
);

function faultOfLinks(value: string): string | null {
  const url = /^https?:\/\/[^\s@?#\\]+$/.test(value) && URL.canParse(value) ? new URL(value) : null;
  if (!url) return "expected an https address without query and fragment, such as https://app.example.com/account";
  if (url.protocol === "http:" && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname))
    return "expected https: links in mails are secrets, and http is for this machine only";
  const plain = url.href.replace(/\/+$/, "");
  return plain === value ? null : `is not written as links begin. Write ${plain}`;
}

const smtpUrl = z
  .string()
  .check(
    z.refine(
      isSmtpUrl,
      "expected smtps://user:password@mail.example.com or smtp://…:587 for STARTTLS, with what is special in the password percent-encoded, and nothing behind the port",
    ),
  );

function isSmtpUrl(value: string): boolean {
  if (!/^smtps?:\/\/[^\s/?#]+\/?$/.test(value) || !URL.canParse(value)) return false;
  const { hostname, username, password } = new URL(value);
  return hostname !== "" && (username === "") === (password === "") && [username, password].every(isEncoded);
}

function isEncoded(text: string): boolean {
  try {
    return decodeURIComponent(text) !== null;
  } catch {
    return false;
  }
}

/** The variables that speak of mail. */
export const mailVariables = {
  MAIL_TRANSPORT: z._default(choice(["none", "ses", "smtp"]), "none"),
  MAIL_FROM: z.optional(sender),
  MAIL_LANGUAGE: z._default(choice(languages), "en"),
  LINKS_URL: z.optional(linksUrl),
  SMTP_URL: z.optional(smtpUrl),
  SES_CONFIGURATION_SET: z.optional(
    z.string().check(z.regex(/^[\w-]{1,64}$/, "expected the name of a configuration set")),
  ),
};

type Values = z.output<z.ZodMiniObject<typeof mailVariables>>;

export interface MailConfig {
  transport: "none" | "ses" | "smtp";
  /** What mails are written with; null where that is not set, and none are sent. */
  settings: MailSettings | null;
  /** Absent where the process sends none itself. */
  smtpUrl: string | undefined;
  configurationSet: string | undefined;
}

/** @throws ConfigError when there is a transport without a sender or without a place for links, or a server that nobody asks */
export function mailOf(values: Values): MailConfig {
  const { MAIL_TRANSPORT: transport, MAIL_FROM, LINKS_URL, MAIL_LANGUAGE, SMTP_URL } = values;
  const problems: string[] = [];
  if (transport !== "none" && !MAIL_FROM)
    problems.push("MAIL_FROM: is not set. Mails need a sender, such as Example <no-reply@example.com>");
  if (transport !== "none" && !LINKS_URL)
    problems.push("LINKS_URL: is not set. Mails need the address of your pages, such as https://app.example.com");
  if (SMTP_URL && transport !== "smtp") problems.push("SMTP_URL: would never count. Set MAIL_TRANSPORT to smtp");
  if (problems.length > 0) throw new ConfigError(problems);
  const from = MAIL_FROM ? mailboxOf(MAIL_FROM) : null;
  return {
    transport,
    settings: from && LINKS_URL ? { from, linksUrl: LINKS_URL, language: MAIL_LANGUAGE } : null,
    smtpUrl: SMTP_URL,
    configurationSet: values.SES_CONFIGURATION_SET,
  };
}

/** For whoever sends mails itself, and so knows the secrets that it takes. @throws ConfigError */
export function requireSender({ transport, smtpUrl }: MailConfig): void {
  if (transport === "smtp" && !smtpUrl) {
    const problem = "SMTP_URL: is not set. Set it to your mail server, such as smtps://user:password@mail.example.com";
    throw new ConfigError([problem]);
  }
}
