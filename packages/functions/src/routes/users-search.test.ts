import { type User, type UserPage, users } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { administrate, bodyOf, refusalOf, signIn, signUp } from "../../../../test/support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { withPauses } from "../../../../test/support/pauses.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { withAsciiDomain } from "../../../core/src/user/email.ts";
import { emailKeysOf, nameKeysOf } from "../../../core/src/user/search-keys.ts";

const start = (form: DatabaseForm) => administrate(startRollcall({ form }));
const emailsOf = ({ items }: UserPage) => items.map(({ email }) => email).sort();

describeOnEachDatabase("a search for accounts", (form) => {
  it("finds how an address or a word of a name begins, in any case", async () => {
    const { page, create } = await start(form);
    await create({ email: "ada.lovelace@example.com", name: "Countess" });
    await create({ email: "grace@example.com", name: "Ada's Friend" });
    await create({ email: "not.ada@example.com", name: "Not at  all Ada" });
    await create({ email: "elan@example.com", name: "Élan Σωκράτης" });
    await create({ email: "luc@example.com", name: '  Jean-Luc O\'Neil "the 2nd" (Picard)\n' });
    for (const q of ["ada", "ADA", "ａｄａ", "  ada "]) {
      const found = ["ada.lovelace@example.com", "grace@example.com", "not.ada@example.com"];
      expect(emailsOf(await page({ q }))).toEqual(found);
    }
    for (const q of ["jean", "luc o", "LUC O'NEIL", "o'ne", '"the', "the 2", "2nd", "(pic", "picard)", "luc@"])
      expect([q, emailsOf(await page({ q }))]).toEqual([q, ["luc@example.com"]]);
    expect(emailsOf(await page({ q: "countess" }))).toEqual(["ada.lovelace@example.com"]);
    expect(emailsOf(await page({ q: "AT ALL\tada" }))).toEqual(["not.ada@example.com"]);
    expect(emailsOf(await page({ q: "e\u0301LAN σΩ" }))).toEqual(["elan@example.com"]);
    for (const q of ["nobody", "ean", "lovelace", "example.com", "s friend", "neil", "ada lovelace", "countess ada"])
      expect([q, (await page({ q })).items]).toEqual([q, []]);
    for (const q of ["", " ", "\n"]) expect((await page({ q })).items).toHaveLength(6);
  });

  it("follows a change of a name", async () => {
    const { page, create, edit } = await start(form);
    const { id } = await bodyOf<User>(await create({ email: "ada@example.com", name: "Ada Byron" }));
    await edit(id, { name: "Ada Lovelace" });
    expect((await page({ q: "byron" })).items).toEqual([]);
    expect(emailsOf(await page({ q: "lovelace" }))).toEqual(["ada@example.com"]);
    await edit(id, { name: null });
    expect((await page({ q: "lovelace" })).items).toEqual([]);
  });

  it("finds an address by its whole length, and in both forms of its domain", async () => {
    const { page, create } = await start(form);
    const addresses = ["1", "2", "11"].map(
      (end) => `support.of.our.customers.and.of.their.customers.too.${end}@mail.münchen.example`,
    );
    for (const email of addresses) await create({ email });
    const found = async (q: string) => emailsOf(await page({ q, limit: 2 }));
    expect(await found(addresses[0] as string)).toEqual([
      "support.of.our.customers.and.of.their.customers.too.1@mail.xn--mnchen-3ya.example",
    ]);
    expect(await found("support.of.our.customers.and.of.their.customers.too.11@mail.xn--mn")).toHaveLength(1);
    expect(await found("support.of.our.customers.and.of.their.customers.too.3")).toEqual([]);
    const walked = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const { items, nextCursor } = await page({
        q: "support.of.our.customers.and.of.their.customers.too.1",
        limit: 1,
        ...(cursor && { cursor }),
      });
      walked.push(...items);
      cursor = nextCursor;
    }
    expect(emailsOf({ items: walked, nextCursor: null })).toHaveLength(2);
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
      "a\0b",
      "\u0001",
    ];
    const names = [...patterns.map((pattern) => `${pattern} is in my name`), `${"a".repeat(40)}!`, "b", "7"];
    for (const [index, name] of names.entries()) await create({ email: `user${index}@example.com`, name });
    for (const q of patterns) {
      const expected = names.filter((name) => name.toLowerCase().startsWith(q.toLowerCase())).sort();
      const { items } = await page({ q, limit: 100 });
      expect([q, items.map(({ name }) => name).sort()]).toEqual([q, expected]);
    }
  });

  it("is bound to text of at most 254 UTF-16 units", async () => {
    const { list, page } = await start(form);
    expect((await page({ q: "a".repeat(254) })).items).toEqual([]);
    expect((await page({ q: "\ufdfa".repeat(254) })).items).toEqual([]);
    expect(await refusalOf(await list({ q: "a".repeat(255) }))).toBe("422 validation_failed");
    for (const search of ["q=a&q=b", "q[$ne]=x", "q[]=a", "q.x=1"]) {
      expect(await refusalOf(await list(search))).toBe("422 validation_failed");
    }
  });
});

describe("the keys that accounts are found by", () => {
  const sizesOf = (keys: string[]) => keys.map((key) => Buffer.byteLength(key));

  it.each([
    ["one letter that NFKC makes 18 of", "\ufdfa".repeat(1_000)],
    ["letters of four bytes", "😀".repeat(500)],
    ["letters that double in capitals", "ﬀ".repeat(1_000)],
    ["words of one letter", "a ".repeat(500)],
    ["words without blanks", "a-".repeat(500)],
    ["words that are as long as they may be", `${"😀".repeat(30)} `.repeat(16)],
  ])("are few and short, also of a name of %s", (_, name) => {
    const keys = nameKeysOf(name);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.length).toBeLessThanOrEqual(200);
    expect(Math.max(...sizesOf(keys))).toBeLessThanOrEqual(80);
    expect(emailKeysOf(`${"l".repeat(64)}@${"xn--bcher-kva.".repeat(13)}com`).length).toBeLessThanOrEqual(128);
  });

  it.each(["xn--jckaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ー".repeat(59), "𐐨".repeat(40), "bücher"])(
    "are few and short, also of an address at %s",
    (domain) => {
      const keys = emailKeysOf(withAsciiDomain(`a@${domain}.com`));
      expect(keys.length).toBeLessThanOrEqual(128);
      expect(Math.max(...sizesOf(keys))).toBeLessThanOrEqual(256);
    },
  );

  it("are those of ten words at most", () => {
    const words = Array.from({ length: 12 }, (_, index) => `${String.fromCharCode(97 + index)}x`);
    const keys = nameKeysOf(words.join(" "));
    expect(words.filter((word) => keys.includes(word.toUpperCase()))).toEqual(words.slice(0, 10));
  });
});

describeOnEachDatabase("an account from before there were such keys", (form) => {
  async function setUp() {
    const rollcall = startRollcall({ form });
    const { page } = await administrate(rollcall);
    const { user, tokens } = await signUp(rollcall, "ada@example.com", { name: "Ada Byron" });
    const collection = rollcall.dependencies.database.collection(users);
    const older = { $set: { nameKey: "ADA BYRON" }, $unset: { emailKeys: true, nameKeys: true } } as const;
    await collection.updateOne({ _id: user.id }, older);
    const rename = () => rollcall.call("PATCH", "/me", { token: tokens.accessToken, body: { name: "Ada Lovelace" } });
    return { rollcall, page, rename, stored: () => collection.findOne({ _id: user.id }) };
  }

  it("is found again once its owner signs in", async () => {
    const { rollcall, page, stored } = await setUp();
    expect((await page({ q: "ada" })).items).toEqual([]);
    await signIn(rollcall, "ada@example.com");
    for (const q of ["ada@", "byron"]) expect(emailsOf(await page({ q }))).toEqual(["ada@example.com"]);
    expect(await stored()).not.toHaveProperty("nameKey");
  });

  it.each(["findOneAndUpdate", "updateOne"] as const)(
    "keeps the name that it is given while its owner signs in, before the sign-in's %s",
    async (write) => {
      const { rollcall, page, rename, stored } = await setUp();
      const { storage, pauseBefore } = withPauses(rollcall.storage);
      const slow = startRollcall({ shares: storage });
      await slow.call("GET", "/.well-known/jwks.json");
      const pause = pauseBefore(write);
      const signedIn = signIn(slow, "ada@example.com");
      await pause.reached;
      await rename();
      pause.proceed();
      await signedIn;
      expect((await stored())?.name).toBe("Ada Lovelace");
      await signIn(slow, "ada@example.com");
      for (const q of ["ada@", "lovelace"]) expect(emailsOf(await page({ q }))).toEqual(["ada@example.com"]);
      expect((await page({ q: "byron" })).items).toEqual([]);
    },
  );
});
