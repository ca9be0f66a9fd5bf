import { packedPasswords } from "./common-passwords.data.ts";

/**
 * Whether a password is among the most common ones, in any case, or one of them several times over, or
 * runs along a keyboard or an alphabet.
 */
export function isCommonPassword(password: string): boolean {
  const folded = password.toLowerCase();
  const repeated = units(folded);
  return repeated.some((unit) => dictionary().has(unit)) || isRun(folded) || isShortRepeat(folded, repeated);
}

/** The text itself, and every text that it is a repetition of. */
function units(text: string): string[] {
  const lengths = Array.from({ length: text.length }, (_, index) => index + 1);
  return lengths
    .filter((length) => text.length % length === 0)
    .map((length) => text.slice(0, length))
    .filter((unit) => unit.repeat(text.length / unit.length) === text);
}

/** A few characters over and over, as long as lists of common passwords have them. */
function isShortRepeat(text: string, repeated: string[]): boolean {
  return (
    text.length <= 32 && /^[ -~]+$/.test(text) && repeated.some(({ length }) => length <= 4 && length < text.length)
  );
}

let unpacked: Set<string> | undefined;

function dictionary(): Set<string> {
  unpacked ??= unpack(decompress(packedPasswords));
  return unpacked;
}

/** Loads Node's zlib when a password is first set, not when the process starts. */
function decompress(packed: string): string {
  const { brotliDecompressSync } = process.getBuiltinModule("node:zlib");
  return brotliDecompressSync(Buffer.from(packed, "base64")).toString("utf8");
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

/** Shorter texts are too short for any policy. */
const shortestRun = 8;

function isRun(text: string): boolean {
  const characters = [...text];
  if (characters.length < shortestRun) return false;
  return characters.slice(1).every((next, index) => neighbours.has(characters[index] + next));
}
