import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Clock } from "@rollcall/core";
import type { MailTransport } from "@rollcall/core/mail";

/** A mail that the local server has kept instead of sending it. */
export interface KeptMail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** RFC 3339. */
  at: string;
  /** Every address that the text leads to. */
  links: string[];
}

export interface Mailbox extends MailTransport {
  /** The newest first; of all recipients, or of one. */
  list(to?: string): KeptMail[];
}

const capacity = 200;

/** The local server's mailbox: it keeps the newest 200 mails, and finds them again in its file after a restart. */
export function openMailbox(file: string, clock: Clock): Mailbox {
  const mails = readMails(file);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, mails.map(toLine).join(""), { mode: 0o600 });
  return {
    async send({ to, subject, text, html }) {
      const links = text.match(/https?:\/\/\S+/g) ?? [];
      const mail: KeptMail = { to, subject, text, html, at: clock.now().toISOString(), links };
      // A line before it may have been cut short by a disk that was full.
      appendFileSync(file, `\n${toLine(mail)}`);
      mails.push(mail);
      mails.splice(0, mails.length - capacity);
    },
    list: (to) => mails.filter((mail) => to === undefined || mail.to === to).reverse(),
  };
}

const toLine = (mail: KeptMail) => `${JSON.stringify(mail)}\n`;

/** A line that is cut short, by a process that was ended or a disk that was full, is no mail. */
function readMails(file: string): KeptMail[] {
  const lines = existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .slice(-capacity)
    : [];
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as KeptMail];
    } catch {
      return [];
    }
  });
}
