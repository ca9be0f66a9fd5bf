import type { Collection, Database, Document, UserPage } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { administrate, refusalOf } from "../../../../test/support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";

const start = (form: DatabaseForm) => administrate(startRollcall({ form }));
const emailsOf = ({ items }: UserPage) => items.map(({ email }) => email).sort();

describeOnEachDatabase("a search for accounts", (form) => {
  it("finds how an address or a name begins, in any case", async () => {
    const { page, create } = await start(form);
    await create({ email: "ada.lovelace@example.com", name: "Countess" });
    await create({ email: "grace@example.com", name: "Ada's Friend" });
    await create({ email: "not.ada@example.com", name: "Not Ada" });
    await create({ email: "elan@example.com", name: "Élan Σωκράτης" });
    for (const q of ["ada", "ADA", "ａｄａ"]) {
      expect(emailsOf(await page({ q }))).toEqual(["ada.lovelace@example.com", "grace@example.com"]);
    }
    expect(emailsOf(await page({ q: "countess" }))).toEqual(["ada.lovelace@example.com"]);
    expect(emailsOf(await page({ q: "e\u0301LAN σΩ" }))).toEqual(["elan@example.com"]);
    expect(emailsOf(await page({ q: "nobody" }))).toEqual([]);
    expect((await page({ q: "" })).items).toHaveLength(5);
  });

  it("finds a Greek name by its capitals, though a sigma has two small forms", async () => {
    const { page, create } = await start(form);
    await create({ email: "odysseus@example.com", name: "Οδυσσέας" });
    expect(emailsOf(await page({ q: "ΟΔΥΣ" }))).toEqual(["odysseus@example.com"]);
  });

  it("takes every character literally (Q142)", async () => {
    const { page, create } = await start(form);
    const patterns = [
      ".*",
      ".",
      "^",
      "$",
      "^a",
      "a$",
      "a|b",
      "(a+)+$",
      "(a|aa)+$",
      "[a-z]+",
      "[",
      "(",
      ")",
      "*",
      "+",
      "?",
      "a{1,99}",
      "\\",
      "\\d",
      "\\u0041",
      "(?i)a",
      "(?:",
      "/a/",
      "$where",
      '{"$gt":""}',
      "%",
      "_",
      "-",
      "#",
      "a b",
      "\n",
      "\r\n",
      "\t",
    ];
    const names = [...patterns.map((pattern) => `${pattern} is in my name`), `${"a".repeat(40)}!`, "b", "7"];
    for (const [index, name] of names.entries()) await create({ email: `user${index}@example.com`, name });
    for (const q of patterns) {
      const expected = names.filter((name) => name.toLowerCase().startsWith(q.toLowerCase())).sort();
      const { items } = await page({ q, limit: 100 });
      expect([q, items.map(({ name }) => name).sort()]).toEqual([q, expected]);
    }
  });

  it("is bound to text of at most 254 UTF-16 units without NUL and line separators (Q142)", async () => {
    const { list, page } = await start(form);
    expect((await page({ q: "a".repeat(254) })).items).toEqual([]);
    for (const q of ["a".repeat(255), "a\0b", "\u2028", "a\u2029"])
      expect(await refusalOf(await list({ q }))).toBe("422 validation_failed");
    for (const search of ["q=a&q=b", "q[$ne]=x", "q[]=a", "q.x=1"]) {
      expect(await refusalOf(await list(search))).toBe("422 validation_failed");
    }
  });
});

describe("the pattern of a search", () => {
  /** A service, and every pattern that its database is asked with. */
  async function startObserved() {
    const { storage } = startRollcall();
    const patterns: RegExp[] = [];
    const collect = (value: unknown) => {
      if (value instanceof RegExp) patterns.push(value);
      else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
    };
    const observed = <T extends Document>(collection: Collection<T>): Collection<T> => ({
      ...collection,
      find(filter, options) {
        collect(filter);
        return collection.find(filter, options);
      },
    });
    const { database } = storage;
    const shares = {
      ...storage,
      database: { ...database, collection: (definition) => observed(database.collection(definition)) } as Database,
    };
    return { patterns, ...(await administrate(startRollcall({ shares }))) };
  }

  it("is written so that PCRE, which MongoDB searches with, reads it as JavaScript does (Q142)", async () => {
    const { patterns, page } = await startObserved();
    const ascii = String.fromCharCode(...Array.from({ length: 127 }, (_, index) => index + 1));
    for (const q of [ascii, "\u0085", "\ufeff", "é", "😀"]) await page({ q });
    expect(patterns.length).toBeGreaterThanOrEqual(7);
    const escapes = patterns.flatMap(({ source }) => source.match(/\\./gsu) ?? []);
    expect(escapes.filter((each) => /\\[^nrtfv\W]/u.test(each))).toEqual([]);
    for (const { source, flags } of patterns) expect([source[0], flags]).toEqual(["^", ""]);
  });
});
