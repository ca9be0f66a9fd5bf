/* Mails, apart from the rest so that only what renders them takes the texts in. Imports the kernel alone. */

export { composeMail } from "./compose.ts";
export { type Language, languages, pickLanguage } from "./language.ts";
export { linkTo, type Page, pages } from "./links.ts";
export type { Device, Mail, MailData, MailSettings, MailTemplate, Proof, ProofPurpose } from "./mails.ts";
export { type Mailbox, MailRefused, type MailTransport, type Message } from "./message.ts";
