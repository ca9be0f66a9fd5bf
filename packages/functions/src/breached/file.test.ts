import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryDirectory } from "../../../../test/support/commands.ts";
import { ConfigError } from "../config/config-error.ts";
import { hashOf } from "./hash.ts";
import { openBreachedPasswords } from "./open.ts";

const { signal } = new AbortController();
const known = Array.from({ length: 2_000 }, (_, index) => `vast gentle kiwi ${index}`);
const others = Array.from({ length: 200 }, (_, index) => `vast gentle nest ${index}`);
const sorted = known.map((password) => hashOf(password).hash).toSorted();

function written(lines: string[], end = "\r\n", last = end): string {
  const file = join(temporaryDirectory(), "hashes.txt");
  writeFileSync(file, lines.join(end) + last);
  return file;
}

const withCounts = (hashes: string[]) => hashes.map((hash, index) => `${hash}:${(index % 4_000_000) + 1}`);

async function found(path: string, passwords: string[]): Promise<string[]> {
  const breached = openBreachedPasswords({ path });
  const answers = await Promise.all(passwords.map((password) => breached?.includes(password, signal)));
  return passwords.filter((_, index) => answers[index]);
}

describe("a file of hashes, sorted", () => {
  it.each([
    ["as Windows ends lines", "\r\n", "\r\n"],
    ["as Unix ends lines", "\n", "\n"],
    ["without an end of its last line", "\n", ""],
  ])("has every password that is in it, and no other, %s (Q9)", async (_, end, last) => {
    const file = written(withCounts(sorted), end, last);
    expect(await found(file, known)).toEqual(known);
    expect(await found(file, others)).toEqual([]);
  });

  it("may be as short as one line, in small letters (Q9)", async () => {
    const [password] = known as [string];
    const file = written([`${hashOf(password).hash.toLowerCase()}:7`]);
    expect(await found(file, [password, ...others.slice(0, 5)])).toEqual([password]);
  });

  const refusal = (path: string) => {
    try {
      openBreachedPasswords({ path });
      return null;
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as ConfigError).message;
    }
  };

  it("stops the start when it is not there, or is another list, in which nothing would be found (Q9, Q200)", () => {
    const byCount = known.map((password) => hashOf(password).hash);
    expect(refusal(written(withCounts(byCount)))).toMatch(/^BREACHED_PASSWORDS: is not sorted/);
    const ntlm = sorted.map((hash) => hash.slice(0, 32));
    expect(refusal(written(withCounts(ntlm)))).toMatch(/^BREACHED_PASSWORDS: has lines that are not a SHA-1/);
    expect(refusal(written(known))).toMatch(/^BREACHED_PASSWORDS: has lines/);
    expect(refusal(written([], "\n", ""))).toMatch(/^BREACHED_PASSWORDS: has lines/);
    expect(refusal(join(temporaryDirectory(), "none.txt"))).toBe("BREACHED_PASSWORDS: is no file and no folder here");
    expect(refusal(temporaryDirectory())).toMatch(/^BREACHED_PASSWORDS: is a folder without files/);
  });
});

describe("a folder of hashes by their prefix", () => {
  const passwords = known.slice(0, 200);

  it.each([".txt", ""])("has what is in its files, named by prefix and '%s' (Q9)", async (extension) => {
    const folder = temporaryDirectory();
    const byPrefix = Map.groupBy([...passwords, ...others].map(hashOf), ({ prefix }) => prefix);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `00000${extension}`), `${"0".repeat(35)}:1\r\n`);
    const listed = new Set(passwords.map((password) => hashOf(password).hash));
    for (const [prefix, hashes] of byPrefix) {
      const lines = hashes.map(({ hash, suffix }) => `${suffix}:${listed.has(hash) ? 3 : 0}`);
      writeFileSync(join(folder, prefix + extension), lines.join("\r\n"));
    }
    expect(await found(folder, passwords)).toEqual(passwords);
    expect(await found(folder, others)).toEqual([]);
  });

  it("cannot tell of a prefix without a file (Q9)", async () => {
    const folder = temporaryDirectory();
    writeFileSync(join(folder, "00000"), `${"0".repeat(35)}:1`);
    await expect(found(folder, passwords.slice(0, 1))).rejects.toThrow("ENOENT");
  });
});
