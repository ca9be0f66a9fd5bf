import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { brotliCompressSync, constants } from "node:zlib";
import { encodeBase85 } from "../packages/core/src/kernel/base85.ts";
import { isPredictable } from "../packages/core/src/password/predictable.ts";

/*
 * Writes packages/core/src/password/common-passwords.data.ts from the list of @zxcvbn-ts/language-common:
 * what is long enough to pass any policy this service allows, in a form that costs a bundle little.
 * Run it after an update of that package: node scripts/common-passwords.ts
 */

const mostCommon = 5_000;
/** For each of these policies the most common passwords that it would let through. */
const policies = [8, 9, 10, 11, 12, 13, 14, 15];
const mostCommonOfPolicy = 3_000;

const source = createRequire(import.meta.url).resolve("@zxcvbn-ts/language-common/src/passwords.json");
const ranked = JSON.parse(readFileSync(source, "utf8")) as string[];
const fitting = (minimum: number) => ranked.filter(({ length }) => length >= minimum);
const kept = new Set([
  ...fitting(8).slice(0, mostCommon),
  ...policies.flatMap((minimum) => fitting(minimum).slice(0, mostCommonOfPolicy)),
]);
// What the service recognizes by a rule need not be listed.
const sorted = [...kept].filter((password) => !isPredictable(password)).sort();

/** Each entry starts with the number, in base 36, of characters that it shares with the one before. */
const frontCoded = sorted.map((entry, index) => {
  const shared = sharedLength(entry, sorted[index - 1] ?? "");
  return shared.toString(36) + entry.slice(shared);
});

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < 35 && length < a.length && a[length] === b[length]) length++;
  return length;
}

const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
const compressed = brotliCompressSync(frontCoded.join("\n"), { params });
// The decoder ends where the stream does, and takes no notice of what fills up the last four bytes.
const packed = encodeBase85(Buffer.concat([compressed, Buffer.alloc(-compressed.length & 3)]));

writeFileSync(
  new URL("../packages/core/src/password/common-passwords.data.ts", import.meta.url),
  `// Made by scripts/common-passwords.ts from @zxcvbn-ts/language-common (MIT; see NOTICE.md). Do not edit.\n` +
    `// ${sorted.length} passwords in lower case, sorted, front-coded, brotli, Z85.\n` +
    `// biome-ignore format: one line\nexport const packedPasswords =\n  "${packed}";\n`,
);
console.log(`${sorted.length} passwords in ${packed.length} characters`);
