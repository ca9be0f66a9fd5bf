/* Mails, apart from the rest so that only what writes them takes the texts in. */

export { type Language, languages, pickLanguage } from "../kernel/language.ts";
export { type MailCarrierParts, mailCarrier } from "./carrier.ts";
export { composeMail } from "./compose.ts";
export { linkTo, type Page, pages } from "./links.ts";
export type { Device, Mail, MailData, MailSettings, MailTemplate, Proof, ProofPurpose } from "./mails.ts";
export { type Mailbox, MailRefused, type MailTransport, type Message } from "./message.ts";
export { markUndeliverable, mayBeMailed } from "./undeliverable.ts";
