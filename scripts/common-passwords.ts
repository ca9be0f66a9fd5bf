import { writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { isGuessable } from "../packages/core/src/password/guesses.ts";
import { bitsOfTier, tierOf } from "../packages/core/src/password/tiers.ts";
import { generalLists, longLists } from "./common-passwords/sources.ts";

/*
 * Writes packages/core/src/password/common-words.br: the words and short passwords that longer ones are made of, by how
 * common they are, and in the last tier those common passwords that nothing else gives away; each tier sorted and front-coded.
 * Run it after a change of a list or of how guesses are counted: node scripts/common-passwords.ts
 */

const wordCount = 20_000;
/** What each of these policies would let through, as far as it is common, is refused, however it is made. */
const policies = [8, 9, 10, 11, 12, 13, 14, 15];
const mostCommonOfPolicy = 3_000;

/** What password is called where the lists have few from, and hello. */
const neighbours = [
  "contraseña",
  "motdepasse",
  "пароль",
  "привет",
  "hasło",
  "lösenord",
  "adgangskode",
  "salasana",
  "şifre",
];

const words = [...new Set([...neighbours, ...interleave(generalLists).filter(({ length }) => length >= 3)])];
const bits = new Map(words.slice(0, wordCount).map((word, place) => [word, bitsOfTier(tierOf(place))]));
const common = [...generalLists, ...longLists].flatMap((list) =>
  policies.flatMap((minimum) => list.filter(({ length }) => length >= minimum).slice(0, mostCommonOfPolicy)),
);
const others = [...new Set(common)].filter((password) => !isGuessable(password, bits));

const tiers = Map.groupBy([...bits.keys(), ...others], (_, place) => tierOf(place));
const texts = [...tiers.values()].map((tier) => frontCoded(tier.toSorted()).join("\n"));
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
const packed = brotliCompressSync(texts.join("\n\n"), { params });

writeFileSync(new URL("../packages/core/src/password/common-words.br", import.meta.url), packed);
console.log(`${bits.size} words and ${others.length} passwords in ${packed.length} bytes`);

/** By the best of its places, as every list is ranked by itself. */
function interleave(lists: readonly string[][]): string[] {
  const places = Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, place) => place);
  return places.flatMap((place) => lists.flatMap((list) => list[place] ?? []));
}

/** Each entry starts with the number, in base 36, of characters that it shares with the one before. */
function frontCoded(sorted: readonly string[]): string[] {
  return sorted.map((entry, index) => {
    const shared = sharedLength(entry, sorted[index - 1] ?? "");
    return shared.toString(36) + entry.slice(shared);
  });
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < 35 && length < a.length && a[length] === b[length]) length++;
  return length;
}
