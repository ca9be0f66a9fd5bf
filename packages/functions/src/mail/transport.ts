import type { MailTransport } from "@rollcall/core/mail";
import { type MailConfig, requireSender } from "../config/mail.ts";

/**
 * What the settings say mails are sent by; null with `none`. Each is loaded only where it is used.
 * @throws ConfigError without SMTP_URL, which only those who send have
 */
export async function openTransport(mail: MailConfig): Promise<MailTransport | null> {
  requireSender(mail);
  if (mail.transport === "ses") {
    const { sesTransport } = await import("./ses.ts");
    return sesTransport(mail);
  }
  if (!mail.smtpUrl) return null;
  const { smtpServerOf, smtpTransport } = await import("./smtp.ts");
  return smtpTransport(smtpServerOf(mail.smtpUrl));
}
