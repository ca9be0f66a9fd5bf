import { decodeBase85 } from "../kernel/base85.ts";
import { packedPasswords } from "./common-passwords.data.ts";
import { isPredictable } from "./predictable.ts";

/** Whether a password is among the most common ones, in any case, or one of them several times over, or predictable. */
export function isCommonPassword(password: string): boolean {
  const folded = password.toLowerCase();
  return isPredictable(folded) || units(folded).some((unit) => dictionary().has(unit));
}

/** The text itself, and every text that it is a repetition of. */
function units(text: string): string[] {
  const lengths = Array.from({ length: text.length }, (_, index) => index + 1);
  return lengths
    .filter((length) => text.length % length === 0)
    .map((length) => text.slice(0, length))
    .filter((unit) => unit.repeat(text.length / unit.length) === text);
}

let unpacked: Set<string> | undefined;

function dictionary(): Set<string> {
  unpacked ??= unpack(decompress(packedPasswords));
  return unpacked;
}

/** Loads Node's zlib when a password is first set, not when the process starts. */
function decompress(packed: string): string {
  const { brotliDecompressSync } = process.getBuiltinModule("node:zlib");
  return brotliDecompressSync(decodeBase85(packed)).toString("utf8");
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
