import type { Device, MailData, MailTemplate } from "../mails.ts";

/** The texts of one mail. Each is one paragraph, without markup. */
export interface Texts {
  subject: string;
  preheader: string;
  paragraphs: readonly string[];
  /** What its link does. */
  button?: string;
  /** What to do if it was somebody else who caused it. */
  ifNotYou?: string;
}

/** What every text may name. */
export interface Names {
  /** The product: the name in MAIL_FROM. */
  product: string;
  /** Whether the mail has a link. */
  hasLink: boolean;
}

/** Everything that mails say in one language: what is missing, the compiler finds. */
export interface Catalogue {
  /** Its tag for dates (BCP 47). */
  locale: string;
  greeting(name: string | null): string;
  /** Before the code. */
  code: string;
  /** `until` is a date with its time, in UTC. */
  goodUntil(until: string, hasCode: boolean): string;
  footer(product: string, to: string): string;
  device(device: Device): string;
  mails: { readonly [T in MailTemplate]: (data: MailTexts<MailData[T]>, names: Names) => Texts };
}

/** The data as texts get them: times written out, and the device in words. */
export type MailTexts<D> = {
  [K in keyof D]: D[K] extends Device ? string : D[K];
};
