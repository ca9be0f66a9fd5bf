import { decodeBase85 } from "../kernel/base85.ts";
import { packedPasswords } from "./common-passwords.data.ts";
import { isPredictable, repeatedUnits } from "./predictable.ts";

/** Whether a password is among the most common ones, in any case, or one of them several times over, or predictable. */
export function isCommonPassword(password: string): boolean {
  const folded = password.toLowerCase();
  return isPredictable(folded) || repeatedUnits(folded).some((unit) => dictionary().has(unit));
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
