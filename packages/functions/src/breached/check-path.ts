import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

/** How many lines of a file are looked at. */
const samples = 32;

/** What is wrong with a path to hashes, so that nobody is refused for want of it; null where it is as it should be. */
export function faultOfHashes(path: string): string | null {
  if (!existsSync(path)) return "is no file and no folder here";
  if (statSync(path).isDirectory()) {
    const hasPrefixes = existsSync(join(path, "00000.txt")) || existsSync(join(path, "00000"));
    return hasPrefixes ? null : "is a folder without files such as 00000.txt";
  }
  const hashes = sampleHashes(path);
  if (hashes.includes(""))
    return "has lines that are not a SHA-1 in hex, a colon and a number. Take the list of SHA-1 hashes";
  return hashes.every((hash, index) => hash >= (hashes[index - 1] ?? ""))
    ? null
    : "is not sorted. Take the list ordered by hash";
}

/** The hashes of lines all over a file, empty where a line has none. */
function sampleHashes(path: string): string[] {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    return Array.from({ length: samples }, (_, index) => {
      const bytes = Buffer.alloc(256);
      const position = Math.floor((Math.max(0, size - bytes.length) * index) / samples);
      const text = bytes.toString("latin1", 0, readSync(file, bytes, 0, bytes.length, position));
      return /(?:^|\n)([0-9A-F]{40}):\d/i.exec(text)?.[1]?.toUpperCase() ?? "";
    });
  } finally {
    closeSync(file);
  }
}
