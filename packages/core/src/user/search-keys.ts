import { withUnicodeDomain } from "./email.ts";

/*
 * How accounts are found. Each holds the beginnings of its address and of its name's words as keys. With these in an index a
 * search looks one key up, and finds its accounts in the order of their ids, however many others there are.
 */

/** Code points of a key: as many as people type, and then what tells long addresses apart. Each is 256 bytes at most. */
const lengths = [...Array.from({ length: 24 }, (_, index) => index + 1), 32, 64];
const longest = 64;

/** Words of a name that count: so an account has some 310 keys at most. */
const maxWords = 10;

/** What others know an account by. */
export interface Known {
  email: string;
  name: string | null;
}

/** The beginnings of the address, in both forms of its domain, and of the name from each word on. */
export function searchKeysOf(known: Known): string[] {
  return [...new Set(startsOf(known).flatMap(beginningsOf))];
}

/** A word begins behind a blank, or with a letter or digit behind what is neither of these nor an apostrophe. */
const wordStart = /(?<=^|\s)\S|(?<![\p{L}\p{M}\p{N}'’])[\p{L}\p{N}]/gu;

export function startsOf({ email, name }: Known): string[] {
  const text = fold(name ?? "");
  const words = [...text.matchAll(wordStart)].slice(0, maxWords).map(({ index }) => text.slice(index));
  return [fold(email), fold(withUnicodeDomain(email)), ...words];
}

export function beginningsOf(start: string): string[] {
  // A letter has two units at most; what is behind these is not worth a look.
  const letters = [...start.slice(0, 2 * longest)];
  return lengths.filter((length) => length <= letters.length).map((length) => letters.slice(0, length).join(""));
}

/** A letter of a script that people read without its accents. Elsewhere a mark is as good as a letter, such as the vowels of Devanagari. */
const marked = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])(\p{M}+)/gu;
const accents = /[\u0300-\u036f]/g;

/** Letters with a stroke, and ligatures, which are letters to Unicode and typed as these by whoever has no such key. */
const plain: Record<string, string> = { Æ: "AE", Ð: "D", Đ: "D", Ħ: "H", Ł: "L", Ø: "O", Œ: "OE", Þ: "TH", ẞ: "SS" };

/**
 * How texts are compared: without regard to case, to accents, to compatibility forms and to how many blanks there are. In capitals,
 * because a small sigma has two forms that depend on what follows.
 */
export function fold(text: string): string {
  const apart = text.normalize("NFKC").toUpperCase().normalize("NFD");
  const letters = apart.replace(marked, (_, letter: string, marks: string) => letter + marks.replace(accents, ""));
  const typed = letters.replace(/[ÆÐĐĦŁØŒÞẞ]/g, (letter) => plain[letter] as string).normalize("NFC");
  return typed.trim().replace(/\s+/g, " ");
}
