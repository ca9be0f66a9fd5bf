import type { Carriers, Dependencies } from "@rollcall/core";
import { type MailTransport, mailCarrier } from "@rollcall/core/mail";
import type { EventConfig } from "../config/events.ts";
import type { MailConfig } from "../config/mail.ts";
import type { LogSink } from "../http/request-log.ts";
import { openTransport } from "../mail/transport.ts";
import { openSink } from "./event-sink.ts";

export interface CarrierOptions extends Pick<Dependencies, "database" | "secrets" | "clock"> {
  mail: MailConfig;
  events: EventConfig;
  log: LogSink;
  /** Instead of what the settings name, such as the local server's mailbox. */
  transport?: MailTransport | undefined;
}

/** Where a relay takes things, by the settings. @throws ConfigError */
export async function openCarriers({
  mail,
  events,
  log,
  transport: given,
  ...parts
}: CarrierOptions): Promise<Carriers> {
  const transport = given ?? (await openTransport(mail));
  const { settings } = mail;
  const sink = await openSink({ ...parts, events, log });
  return {
    event: sink.event,
    ...(transport && settings && { mail: mailCarrier({ ...parts, settings, transport }) }),
    close() {
      transport?.close?.();
      sink.close?.();
    },
  };
}
