/* What checking a configuration takes, without the parts that are configured. */
import "./kernel/messages.ts";

export { faultsOfConnectionString } from "./database/connection-string.ts";
export { type Language, languages } from "./kernel/language.ts";
export { weaknessOfSecret } from "./kernel/secrets.ts";
export { type Limits, type Retention, type Settings, signingAlgorithms } from "./kernel/settings.ts";
export type { MailSettings } from "./mail/mails.ts";
export type { Mailbox } from "./mail/message.ts";
