import { commonWords, type Words } from "./common-words.ts";
import { isGuessable } from "./guesses.ts";
import { fold, isMadeOf, type Owner, ownWords } from "./own-words.ts";

/** Whoever knows the account tries its words first. */
const bitsOfOwnWord = 3;

/** By which of the rules a password would be found soon: by anybody (`common`), or by who knows whose it is (`own_words`). */
export function guessability(password: string, owner: Owner): ("common" | "own_words")[] {
  const text = fold(password);
  const own = ownWords(owner);
  const words = commonWords();
  const isCommon = isGuessable(text, words);
  const isOwn =
    isMadeOf(text, own) ||
    (!isCommon && own.some((word) => text.includes(word)) && isGuessable(text, withOwn(words, own)));
  return [...(isCommon ? (["common"] as const) : []), ...(isOwn ? (["own_words"] as const) : [])];
}

function withOwn(words: Words, own: readonly string[]): Words {
  return { get: (word) => (own.includes(word) ? bitsOfOwnWord : words.get(word)) };
}
