import { brotliDecompressSync } from "node:zlib";
import { packedPasswords } from "./common-passwords.data.ts";

/**
 * Whether a password is among the most common ones, in any case, or one of them several times over, or
 * runs along a keyboard or an alphabet.
 */
export function isCommonPassword(password: string): boolean {
  const folded = password.toLowerCase();
  return dictionary().has(folded) || dictionary().has(repeatedUnit(folded)) || isRun(folded);
}

/** The shortest text that `text` consists of, repeated. */
function repeatedUnit(text: string): string {
  return text.slice(0, (text + text).indexOf(text, 1));
}

let unpacked: Set<string> | undefined;

function dictionary(): Set<string> {
  unpacked ??= unpack(brotliDecompressSync(Buffer.from(packedPasswords, "base64")).toString("utf8"));
  return unpacked;
}

/** Undoes the front coding of scripts/common-passwords.ts. */
function unpack(frontCoded: string): Set<string> {
  let previous = "";
  const entries = new Set<string>();
  for (const line of frontCoded.split("\n")) {
    previous = previous.slice(0, Number.parseInt(line.slice(0, 1), 36)) + line.slice(1);
    entries.add(previous);
  }
  return entries;
}

/** Lists of common passwords leave out the endless variants of these, because strength meters know them. */
const tracks = ["01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1q2w3e4r5t6y7u8i9o0p"];
const neighbours = new Set(
  tracks.flatMap((track) => [...track].slice(1).flatMap((next, index) => [track[index] + next, next + track[index]])),
);

/** From this length on a repeated character is left to its length. */
const longRepeat = 15;

function isRun(text: string): boolean {
  const characters = [...text];
  const mayRepeat = characters.length < longRepeat;
  return characters.slice(1).every((next, index) => {
    const pair = characters[index] + next;
    return neighbours.has(pair) || (mayRepeat && characters[index] === next);
  });
}
