import type { MailTransport } from "@rollcall/core/mail";
import { ConfigError } from "../config/config-error.ts";
import type { MailConfig } from "../config/mail.ts";

/**
 * What the settings say mails are sent by; null with `none`. Each is loaded only where it is used.
 * @throws ConfigError without SMTP_URL, which only those who send have
 */
export async function openTransport({ transport, ...mail }: MailConfig): Promise<MailTransport | null> {
  if (transport === "none") return null;
  if (transport === "ses") {
    const { sesTransport } = await import("./ses.ts");
    return sesTransport(mail);
  }
  if (!mail.smtpUrl)
    throw new ConfigError([
      "SMTP_URL: is not set. Set it to your mail server, such as smtps://user:password@mail.example.com",
    ]);
  const { smtpServerOf, smtpTransport } = await import("./smtp.ts");
  return smtpTransport(smtpServerOf(mail.smtpUrl));
}
