import type { Carriers } from "@rollcall/core";
import { eventRecorder } from "@rollcall/core/audit";
import { type Message, mailCarrier } from "@rollcall/core/mail";
import { relay } from "@rollcall/core/relay";
import type { TestRollcall } from "./rollcall.ts";

/** A mail as its reader has it. */
export interface TestMail extends Message {
  template: string;
  /** Where its button leads. */
  link: string | undefined;
  /** What the page behind the link posts. */
  token: string | undefined;
  /** Eight digits, without the blank. */
  code: string | undefined;
}

const mailboxes = new WeakMap<TestRollcall["storage"], TestMail[]>();

export const linksUrl = "https://app.example.test/account";

/** Relays what is due, and returns all mails so far of everybody or of one address, the newest last. */
export async function mailsOf({ dependencies, storage }: TestRollcall, to?: string): Promise<TestMail[]> {
  const mailbox = mailboxes.get(storage) ?? [];
  mailboxes.set(storage, mailbox);
  await relay(dependencies, { event: eventRecorder(dependencies), mail: into(mailbox, dependencies) });
  return mailbox.filter((mail) => to === undefined || mail.to === to);
}

/** The newest mail to an address. @throws Error where there is none */
export async function lastMailTo(rollcall: TestRollcall, to: string): Promise<TestMail> {
  const mail = (await mailsOf(rollcall, to)).at(-1);
  if (!mail) throw new Error(`No mail to ${to}`);
  return mail;
}

/** The newest mail of a kind to an address. @throws Error where there is none */
export async function mailOf(rollcall: TestRollcall, template: TestMail["template"], to: string): Promise<TestMail> {
  const mail = (await mailsOf(rollcall, to)).filter((each) => each.template === template).at(-1);
  if (!mail) throw new Error(`No ${template} to ${to}`);
  return mail;
}

/** The templates of all mails to an address, in their order. */
export const templatesTo = async (rollcall: TestRollcall, to: string): Promise<string[]> =>
  (await mailsOf(rollcall, to)).map(({ template }) => template);

function into(mailbox: TestMail[], dependencies: TestRollcall["dependencies"]): Carriers["mail"] {
  const settings = { from: { name: "Example", address: "no-reply@example.test" }, linksUrl, language: "en" } as const;
  return async (account, id, entry) => {
    const send = async (message: Message) =>
      void mailbox.push({ ...message, template: entry.template, ...partsOf(message) });
    await mailCarrier({ ...dependencies, settings, transport: { send } })(account, id, entry);
  };
}

function partsOf({ text }: Message) {
  const link = /https:\/\/app\.example\.test\/account\S*/.exec(text)?.[0];
  return {
    link,
    token: (link && new URLSearchParams(new URL(link).hash.slice(1)).get("token")) || undefined,
    code: /^\s*(\d{4}) (\d{4})\s*$/m.exec(text)?.slice(1).join(""),
  };
}
