import { readFileSync } from "node:fs";
import { bitsOfTier } from "./tiers.ts";

/** What it takes to guess a listed password or word, in bits, by the word in lower case. */
export type Words = Pick<ReadonlyMap<string, number>, "get">;

let unpacked: Words | undefined;

/** Common passwords, and the words that they are made of. Unpacked once, which takes some 20 ms. */
export function commonWords(): Words {
  unpacked ??= new Map(
    readWords()
      .split("\n\n")
      .flatMap((tier, index) => unpack(tier).map((word): [string, number] => [word, bitsOfTier(index)])),
  );
  return unpacked;
}

/** Beside this file; in a bundle, beside the file that this has come into. */
function readWords(): string {
  const { brotliDecompressSync } = process.getBuiltinModule("node:zlib");
  return brotliDecompressSync(readFileSync(new URL("./common-words.br", import.meta.url))).toString();
}

/** Undoes the front coding of scripts/common-passwords.ts. */
function unpack(frontCoded: string): string[] {
  let previous = "";
  return frontCoded.split("\n").map((line) => {
    previous = previous.slice(0, Number.parseInt(line.slice(0, 1), 36)) + line.slice(1);
    return previous;
  });
}
