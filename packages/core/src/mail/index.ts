/* Mails, apart from the rest so that only what writes them takes the texts in. */

export { mailCarrier } from "./carrier.ts";
export { composeMail } from "./compose.ts";
export type { Mail, MailData, MailSettings, MailTemplate, ProofPurpose } from "./mails.ts";
export { type Mailbox, MailRefused, type MailTransport, type Message } from "./message.ts";
export { markUndeliverable } from "./undeliverable.ts";
