import type { Language } from "../kernel/language.ts";
import type { Mailbox } from "./message.ts";

/** What an operator says of mails. */
export interface MailSettings {
  /** Its name is what mails call the product; without one it is the host of `linksUrl`. */
  readonly from: Mailbox;
  /** Where the pages of mailed links are: an origin, perhaps with a path, without a slash at its end. */
  readonly linksUrl: string;
  /** For whoever has asked for none that there is. */
  readonly language: Language;
}

/** Where somebody signed in from, as far as it is known. */
export interface Device {
  /** Such as `Firefox`. */
  readonly browser: string | null;
  /** Such as `Windows`. */
  readonly system: string | null;
}

/** A name is shown only to an address that its owner has proved, or where an administrator has given it. */
interface Named {
  readonly name: string | null;
}

export type FactorKind = "totp" | "passkey";

/**
 * Every mail, and what it is made of beside the proof that it carries. It lies in the outbox until it is sent: plain JSON, and
 * nothing secret. Times are RFC 3339.
 */
export interface MailData {
  /** To the address of a new account. */
  readonly "verify-email": Record<never, never>;
  /** To whoever asked for it, or for whom an administrator did. */
  readonly "reset-password": Named & { readonly byAdministrator?: boolean };
  readonly "sign-in-code": Named;
  /** To the new address of an account. */
  readonly "change-email": Record<never, never>;
  /** To the address that an account had before. */
  readonly "email-changed": Named;
  /** To an address that has an account, when somebody registers with it. */
  readonly "already-registered": Record<never, never>;
  readonly "new-sign-in": Named & { readonly device: Device; readonly ip: string | null; readonly at: string };
  readonly "password-changed": Named & { readonly at: string };
  /** To whom an administrator has made an account. */
  readonly invitation: Named;
  readonly "account-deleted": Named & { readonly at: string };
  /** When an administrator has changed what an account may do. */
  readonly "account-changed": Named & { readonly change: "disabled" | "enabled" | "made-admin" | "no-longer-admin" };
  readonly "factor-added": Named & { readonly kind: FactorKind; readonly at: string };
  readonly "factor-removed": Named & { readonly kind: FactorKind; readonly at: string };
  /** When all factors were removed for whoever has lost them: to every address. */
  readonly "factors-removed": Named & { readonly at: string };
  /** When they will be: with the way to stop it. */
  readonly "factors-removal": Named & { readonly at: string };
  /** When that was stopped. */
  readonly "factors-kept": Named & { readonly at: string };
  /** When somebody gave a first proof and was refused at the second factor, so often that there is a wait now. */
  readonly "second-factor-refused": Named & { readonly at: string };
  readonly "recovery-codes-made": Named & { readonly at: string };
  readonly "recovery-code-used": Named & { readonly left: number; readonly at: string };
}

export type MailTemplate = keyof MailData;

/** What a mail's link and code prove, by the name of the single-use value. */
export type ProofPurpose = "verify" | "reset" | "code" | "change" | "revert" | "not-me" | "invite" | "restore" | "keep";

/** A single-use value: its link, its code for another device where it has one, and its end. */
export interface Proof {
  readonly purpose: ProofPurpose;
  readonly token: string;
  /** Eight digits. */
  readonly code?: string | undefined;
  readonly expiresAt: Date;
}

/** A mail before it is written out: which one, to whom, in which language, and what stands in it. */
export type Mail = {
  readonly [T in MailTemplate]: { readonly template: T; readonly data: MailData[T] } & MailEnvelope;
}[MailTemplate];

interface MailEnvelope {
  /** The id of the outbox entry. */
  readonly id: string;
  readonly to: string;
  /** A language that there are texts in; anything else is the operator's. */
  readonly language?: string | null | undefined;
  readonly proof?: Proof | undefined;
}
