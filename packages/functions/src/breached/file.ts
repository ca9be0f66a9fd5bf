import { type FileHandle, open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BreachedPasswords } from "@rollcall/core";
import { hashOf, lists } from "./hash.ts";

/** What is read at once when a line is looked for, and when there is little left to search: several lines, and many. */
const [glance, page] = [256, 8_192];

/** Hashes on disk, as the downloader of Have I Been Pwned writes them: one file sorted by hash, or a folder with a file for each prefix. */
export function hashesAt(path: string): BreachedPasswords {
  return {
    async includes(password) {
      const { hash, prefix, suffix } = hashOf(password);
      if ((await stat(path)).isDirectory()) return lists(await readPrefix(path, prefix), suffix);
      const file = await open(path);
      try {
        return lists(await pageOf(file, hash), hash);
      } finally {
        await file.close();
      }
    },
  };
}

/** The downloader adds an extension, other tools do not. */
async function readPrefix(folder: string, prefix: string): Promise<string> {
  const file = join(folder, prefix);
  return readFile(`${file}.txt`, "utf8").catch(() => readFile(file, "utf8"));
}

/** The part of a sorted file in which a hash is, if it is there. */
async function pageOf(file: FileHandle, hash: string): Promise<string> {
  let [low, high] = [0, (await file.stat()).size];
  while (high - low > page) {
    const middle = Math.floor((low + high) / 2);
    const text = await read(file, middle, glance);
    const next = /\n([0-9A-F]{40}):/i.exec(text);
    if (!next?.[1]) throw new Error("The file is no list of hashes");
    if (next[1].toUpperCase() <= hash) low = middle + next.index + 1;
    else high = middle;
  }
  return read(file, low, high - low + glance);
}

async function read(file: FileHandle, position: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString("latin1", 0, bytesRead);
}
