import type { Language } from "../kernel/language.ts";
import { defineSlice } from "../kernel/slice.ts";

export interface MailSlice {
  /** What its owner's mails are written in; absent where nothing is known. */
  language?: Language;
  /** Mail to the address came back for good, or was called unwanted. Gone with a proof of the address, and with another one. */
  undeliverable?: { reason: "bounce" | "complaint"; at: Date };
}

export const mailSlice = defineSlice<MailSlice>({
  fields: { language: true, undeliverable: true },
  empty: () => ({}),
});
