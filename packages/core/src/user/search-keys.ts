import { withUnicodeDomain } from "./email.ts";

/*
 * How accounts are found. Each holds the beginnings of its address and of its name's words as keys. With these in an index a
 * search looks one key up, and finds its accounts in the order of their ids, however many others there are.
 */

/** Code points of a key, and words of a name that count: so an account has some 330 keys at most, of 256 bytes at most. */
const limits = { emailKey: 64, nameKey: 20, words: 10 };

/** In both forms of the domain. */
export function emailKeysOf(email: string): string[] {
  return beginningsOf(startsOfEmail(email), limits.emailKey);
}

/** From each word on to the name's end. */
export function nameKeysOf(name: string | null): string[] {
  return beginningsOf(startsOfName(name), limits.nameKey);
}

/** What a text is searched by: the keys to look up, and whether an account with such a key begins so in full length, too. */
export function searchFor(text: string) {
  const sought = normalize(text);
  const letters = [...sought];
  return {
    emailKey: letters.slice(0, limits.emailKey).join(""),
    nameKey: letters.slice(0, limits.nameKey).join(""),
    finds: ({ email, name }: { email: string; name: string | null }) =>
      [...startsOfEmail(email), ...startsOfName(name)].some((start) => start.startsWith(sought)),
  };
}

function startsOfEmail(email: string): string[] {
  return [normalize(email), normalize(withUnicodeDomain(email))];
}

/** A word begins behind a blank, or with a letter or digit behind what is neither of these nor an apostrophe. */
const wordStart = /(?<=^|\s)\S|(?<![\p{L}\p{M}\p{N}'’])[\p{L}\p{N}]/gu;

function startsOfName(name: string | null): string[] {
  const text = normalize(name ?? "");
  return [...text.matchAll(wordStart)].slice(0, limits.words).map(({ index }) => text.slice(index));
}

function beginningsOf(starts: readonly string[], length: number): string[] {
  const beginnings = starts.flatMap((start) => {
    // A letter has two units at most; what is behind these is not worth a look.
    const letters = [...start.slice(0, 2 * length)].slice(0, length);
    return letters.map((_, index) => letters.slice(0, index + 1).join(""));
  });
  return [...new Set(beginnings)];
}

/**
 * How texts are compared: without regard to case, to compatibility forms and to how many blanks there are. In capitals,
 * because a small sigma has two forms that depend on what follows.
 */
function normalize(text: string): string {
  return text.normalize("NFKC").toUpperCase().trim().replace(/\s+/g, " ");
}
