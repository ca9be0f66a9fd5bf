import { type Carriers, type Dependencies, eventRecorder } from "@rollcall/core";
import { type MailTransport, mailCarrier } from "@rollcall/core/mail";
import type { MailConfig } from "../config/mail.ts";
import { openTransport } from "../mail/transport.ts";

export interface CarrierOptions extends Pick<Dependencies, "database" | "secrets" | "clock"> {
  mail: MailConfig;
  /** Instead of what the settings name, such as the local server's mailbox. */
  transport?: MailTransport | undefined;
}

/** Where a relay takes things, by the settings. @throws ConfigError */
export async function openCarriers({ mail, transport: given, ...parts }: CarrierOptions): Promise<Carriers> {
  const transport = given ?? (await openTransport(mail));
  const { settings } = mail;
  return {
    event: eventRecorder(parts),
    ...(transport && settings && { mail: mailCarrier({ ...parts, settings, transport }) }),
    close: () => transport?.close?.(),
  };
}
