import type { Context } from "../context.ts";
import { pickLanguage } from "../kernel/language.ts";
import type { UserDocument } from "../user/index.ts";

/** For the account's mails: what the browser asks for, if there is that. */
export function languageOf({ acceptLanguage }: Context): Pick<UserDocument, "language"> {
  const language = pickLanguage(acceptLanguage, null);
  return language ? { language } : {};
}
