import type { Words } from "./common-words.ts";

/** A piece is also a choice of what comes next. */
const bitsOfChoosing = 1;
/** Written backwards, or with signs for letters. */
const bitsOfDisguise = 1;

/** Shorter ones are cheaper character by character, and no list has longer ones. */
const [shortest, longest] = [3, 40];

/** What one piece of a password in lower case takes to guess, in bits: as a character, a listed word, a run of keys or a date. */
export function bitsOfPiece(text: string, words: Words): number {
  const { length } = text;
  if (length === 1) return bitsOfCharacter(text);
  if (length < shortest || length > longest) return Number.POSITIVE_INFINITY;
  return bitsOfChoosing + Math.min(bitsOfWord(text, words), bitsOfRun(text), bitsOfDate(text));
}

/** From how many of its kind a character is chosen. */
const kinds: readonly [RegExp, number][] = [
  [/\d/, Math.log2(10)],
  [/[a-z]/, Math.log2(26)],
  // What is put between words, or after them.
  [/[ ._!-]/, 3],
  [/[!-~]/, 5],
  [/[\p{Script=Han}\p{Script=Hangul}]/u, 11],
  [/\p{L}/u, 5],
];
/** Half of a pair that stands for an emoji, for example. */
const bitsOfAnythingElse = 6;

function bitsOfCharacter(character: string): number {
  return kinds.find(([kind]) => kind.test(character))?.[1] ?? bitsOfAnythingElse;
}

/** What stands for a letter. Where a sign stands for two, each table has one of them. */
const signs: readonly Record<string, string>[] = [
  { "@": "a", 4: "a", 8: "b", 3: "e", 6: "g", 1: "i", "!": "i", 0: "o", $: "s", 5: "s", 7: "t", 2: "z" },
  { "@": "a", 4: "a", 3: "e", 1: "l", "!": "l", 0: "o", $: "s", 5: "s", 7: "t" },
];

function bitsOfWord(text: string, words: Words): number {
  const bits = (word: string) => words.get(word) ?? Number.POSITIVE_INFINITY;
  const disguised = [backwards(text), ...spelledOut(text)];
  return Math.min(bits(text), ...disguised.map((word) => bits(word) + bitsOfDisguise));
}

function backwards(text: string): string {
  let reversed = "";
  for (const unit of text) reversed = unit + reversed;
  return reversed;
}

function spelledOut(text: string): string[] {
  if (!/[@$!\d]/.test(text)) return [];
  return signs.map((letters) => [...text].map((character) => letters[character] ?? character).join(""));
}

/** Along an alphabet, along the rows and the columns of keyboards, and numbers counted in pairs. */
const tracks = [
  "01234567890123456789",
  "00112233445566778899",
  "102030405060708090",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertzuiopasdfghjklyxcvbnm",
  "azertyuiopqsdfghjklmwxcvbn",
  "1q2w3e4r5t6y7u8i9o0p",
  "q1w2e3r4t5y6u7i8o9p0",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "1qazxsw23edcvfr45tgbnhy67ujm",
  "qazwsxedcrfvtgbyhnujmikolp",
  "qweasdzxcrtyfghvbnuiojklm",
  "a1b2c3d4e5f6g7h8i9j0",
  "147258369",
  "789456123",
  "!@#$%^&*()",
  "йцукенгшщзхъфывапролджэячсмитьбю",
  "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
];
const runs = tracks.flatMap((track) => [track, backwards(track)]).join("\n");

/** A track, a place on it to begin, and a direction. */
function bitsOfRun(text: string): number {
  return runs.includes(text) ? 8 : Number.POSITIVE_INFINITY;
}

const year = /^(?:19[3-9]|20[0-4])\d$/;
/** Of eight digits, as birthdays are written in three orders. */
const date = /^(?:(?:0[1-9]|[12]\d|3[01]){2}(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|[12]\d|3[01]){2})$/;

function bitsOfDate(text: string): number {
  if (year.test(text)) return 6;
  return date.test(text) ? 14 : Number.POSITIVE_INFINITY;
}
