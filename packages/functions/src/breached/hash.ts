import { createHash } from "node:crypto";

/** By the first characters of their hashes the lists are divided. */
const prefixLength = 5;

/** The SHA-1 of a password in capital hex, as lists of breached passwords have it, and its two parts. */
export function hashOf(password: string): { hash: string; prefix: string; suffix: string } {
  const hash = createHash("sha1").update(password, "utf8").digest("hex").toUpperCase();
  return { hash, prefix: hash.slice(0, prefixLength), suffix: hash.slice(prefixLength) };
}

/**
 * Whether a part of a list has a hash, or the rest of one: lines of `HASH:COUNT`. A count of 0 is padding.
 * @throws Error when the text is no such list: an empty one would clear every password
 */
export function lists(text: string, hash: string): boolean {
  const lines = text.toUpperCase().split(/\r?\n/);
  const form = new RegExp(`^[0-9A-F]{${hash.length}}:\\d+$`);
  if (!lines.some((line) => form.test(line))) throw new Error("What was read is no list of hashes");
  return lines.some((line) => line.startsWith(`${hash}:`) && form.test(line) && !/:0+$/.test(line));
}
