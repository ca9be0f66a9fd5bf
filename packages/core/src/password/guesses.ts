import type { Words } from "./common-words.ts";
import { bitsOfPiece } from "./pieces.ts";

/** Shorter texts are too short for any policy; longer ones are nobody's first guess, and would take long to examine. */
const [shortest, longest] = [8, 63];

/**
 * How many bits a password has to be worth: a thousand million guesses, which is more than two words of the list and a
 * number, and less than three words drawn by dice. Short ones cannot have as many, and need two bits for each character.
 */
const enough = (length: number) => Math.min(30, 2 * length);

/** Whether a text in lower case is listed, or made of what is listed and predictable, so that few guesses find it. */
export function isGuessable(text: string, words: Words): boolean {
  const { length } = [...text];
  return (
    length >= shortest && length <= longest && (words.get(text) !== undefined || bitsOf(text, words) < enough(length))
  );
}

/** That something is repeated at all, beside how often. */
const bitsOfRepeating = 1;

/** What is typed over and over: anything of ASCII, and words of other alphabets. Rows of pictures are on nobody's list. */
const repeatable = /^(?:[ -~]+|[\p{L}\p{N} -~]{3,})$/u;

/** So many characters that come again are no accident, although they may not be all of them. */
const isEcho = (echo: number, period: number) => echo >= Math.min(Math.max(period, 2), 3);

/**
 * How many guesses it takes to find a text, as a logarithm to the base of two, for whoever tries common words, runs of keys,
 * years, repetitions, and all these one after the other: the sum over the pieces that the text falls into most cheaply.
 * The method is that of zxcvbn (Wheeler, USENIX Security 2016), with fewer patterns. It goes by UTF-16 units.
 */
function bitsOf(text: string, words: Words): number {
  // A text that repeats itself has many parts that are alike.
  const bitsOfPart = remembering((part) => bitsOfPiece(part, words));
  const bitsOfText = remembering((whole) => {
    const cheapest = [0, ...Array<number>(whole.length).fill(Number.POSITIVE_INFINITY)];
    for (let start = 0; start < whole.length; start++) {
      const rest = whole.slice(start);
      for (const [index, period] of periodsOf(rest).entries()) {
        const end = index + 1;
        const piece = bitsOfPart(rest.slice(0, end));
        const bits = (cheapest[start] as number) + Math.min(piece, bitsOfRepetition(rest.slice(0, period), end));
        cheapest[start + end] = Math.min(cheapest[start + end] as number, bits);
      }
    }
    return cheapest[whole.length] as number;
  });
  const bitsOfRepetition = (unit: string, length: number): number => {
    if (!isEcho(length - unit.length, unit.length) || !repeatable.test(unit)) return Number.POSITIVE_INFINITY;
    return bitsOfText(unit) + Math.log2(length / unit.length) + bitsOfRepeating;
  };
  return bitsOfText(text);
}

function remembering(compute: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const bits = compute(text);
    known.set(text, bits);
    return bits;
  };
}

/**
 * Of every beginning of a text, after how many characters it begins again, be it cut short; its own length where it does not.
 * This is the failure function of Knuth, Morris and Pratt.
 */
function periodsOf(text: string): number[] {
  const borders: number[] = [];
  let border = 0;
  for (let index = 0; index < text.length; index++) {
    while (border > 0 && text[border] !== text[index]) border = borders[border - 1] as number;
    if (index > 0 && text[border] === text[index]) border++;
    borders.push(border);
  }
  return borders.map((border, index) => index + 1 - border);
}
