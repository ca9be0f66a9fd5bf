import type { Context } from "@rollcall/core";
import { eventRecorder } from "@rollcall/core/audit";
import { type Message, mailCarrier } from "@rollcall/core/mail";
import { relay } from "@rollcall/core/relay";

const settings = {
  from: { name: "Example", address: "no-reply@example.test" },
  linksUrl: "https://app.example.test/account",
  language: "en",
} as const;

/** What has left the service. */
export type Mailbox = Message[];

/** Carries out what is due, as a relay does that runs once. */
export async function relayOnce(ctx: Context, mailbox: Mailbox): Promise<void> {
  const send = async (message: Message) => void mailbox.push(message);
  const mail = mailCarrier({ ...ctx, settings, transport: { send } });
  await relay(ctx, { event: eventRecorder(ctx), mail });
}
