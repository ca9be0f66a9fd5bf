import type { Dependencies } from "@rollcall/core";
import type { MailTransport } from "@rollcall/core/mail";
import { type Carriers, mailCarrier } from "@rollcall/core/relay";
import type { MailConfig } from "../config/mail.ts";
import { openTransport } from "../mail/transport.ts";

export interface CarrierOptions extends Pick<Dependencies, "secrets" | "clock"> {
  mail: MailConfig;
  /** Instead of what the settings name, such as the local server's mailbox. */
  transport?: MailTransport | undefined;
}

/** Where a relay takes things, by the settings. @throws ConfigError */
export async function openCarriers({ secrets, clock, mail, ...given }: CarrierOptions): Promise<Carriers> {
  const transport = given.transport ?? (await openTransport(mail));
  const { settings } = mail;
  return {
    event: async () => {},
    ...(transport && settings && { mail: mailCarrier({ secrets, clock, settings, transport }) }),
  };
}
