import { domainToUnicode } from "node:url";

/** What the account's owner might reach for first. */
export interface Owner {
  email: string;
  name?: string | null | undefined;
}

/** The product's own name is a word to avoid on every account. */
const serviceWord = "rollcall";

/** One form for what looks alike: full-width letters are letters, and capitals are small ones. */
export function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** The words of an account, folded, the longest first, so that a word inside another does not spoil it. */
export function ownWords({ email, name }: Owner): string[] {
  const [local = "", domain = ""] = email.split("@");
  return [
    email,
    local,
    domain,
    serviceWord,
    ...local.split(/[^a-z0-9]+/),
    ...domain.split("."),
    ...domainToUnicode(domain).split("."),
    ...(name ?? "").split(/\s+/),
  ]
    .map(fold)
    .filter((word) => word.length >= 3)
    .sort((a, b) => b.length - a.length);
}

/** Beside the account's own words a password needs this many letters, that many of them different. */
const lettersBeside = { total: 8, distinct: 4 };

/** Whether little but padding is left of a folded text once these words are taken out of it. */
export function isMadeOf(text: string, words: readonly string[]): boolean {
  const rest = words.reduce((left, word) => left.replaceAll(word, ""), text);
  if (rest === text) return false;
  const letters = [...rest.replace(/[\p{N}\p{P}\p{Z}\p{S}]/gu, "")];
  return letters.length < lettersBeside.total || new Set(letters).size < lettersBeside.distinct;
}
