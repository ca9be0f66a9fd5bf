import { type User, type UserPage, users } from "@rollcall/core";
import { expect, it } from "vitest";
import { administrate, bodyOf, refusalOf, signUp } from "../../../../test/support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { withPauses } from "../../../../test/support/pauses.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { knownBy } from "../../../core/src/user/index.ts";

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

  it.each([
    ["Zoë Ångström", ["zoe", "ZOE", "zoë", "ZOË", "zoe\u0308", "angstrom", "Ångström"]],
    ["Łukasz Wałęsa", ["lukasz", "łukasz", "walesa", "WAŁĘSA"]],
    ["Søren Kierkegård", ["soren", "søren", "kierkegard"]],
    ["Ærøskøbing Þór", ["aero", "ærø", "thor", "þór"]],
    ["Weiße STRAẞE", ["weisse", "weiße", "strasse", "straße"]],
    ["Đặng Nguyễn", ["dang", "đặng", "nguyen", "nguyễn"]],
    ["İbrahim Işık", ["ibrahim", "isik", "ışık", "İBRAHİM"]],
    ["Άννα Ёлкина", ["αννα", "άννα", "елкина", "ёлкина"]],
  ])("finds %s with accents and without, by either", async (name, texts) => {
    const { page, create } = await start(form);
    await create({ email: "one@example.com", name });
    for (const q of texts) expect([q, emailsOf(await page({ q }))]).toEqual([q, ["one@example.com"]]);
  });

  it("tells names apart by the marks that are letters to those who write them", async () => {
    const { page, create } = await start(form);
    const names = { hindi: "कीर्ति", japanese: "がくと", korean: "김민준", thai: "กี่" };
    for (const [language, name] of Object.entries(names)) await create({ email: `${language}@example.com`, name });
    const found = async (q: string) => emailsOf(await page({ q }));
    expect(await found("की")).toEqual(["hindi@example.com"]);
    expect(await found("が")).toEqual(["japanese@example.com"]);
    expect(await found("김")).toEqual(["korean@example.com"]);
    for (const q of ["का", "か", "기", "กา"]) expect([q, await found(q)]).toEqual([q, []]);
  });

  it("finds an address in another's letters by these, and without their accents", async () => {
    const { page, create } = await start(form);
    await create({ email: "post@bücher.example" });
    for (const q of ["post@bücher", "post@BUCHER", "post@xn--bcher"])
      expect([q, emailsOf(await page({ q }))]).toEqual([q, ["post@xn--bcher-kva.example"]]);
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

describeOnEachDatabase("an account whose name and address change at the same moment", (form) => {
  it("is found by both of the new ones, and by neither of the old ones", async () => {
    const rollcall = startRollcall({ form });
    const { page, edit } = await administrate(rollcall);
    const { user, tokens } = await signUp(rollcall, "ada@example.com", { name: "Ada Byron" });
    const { storage, pauseBefore } = withPauses(rollcall.storage);
    const slow = startRollcall({ shares: storage });
    await slow.call("GET", "/me", { token: tokens.accessToken });
    const pause = pauseBefore("findOneAndUpdate");
    const renamed = slow.call("PATCH", "/me", { token: tokens.accessToken, body: { name: "Countess" } });
    await pause.reached;
    const moved = { $set: knownBy({ email: "king@example.com", name: "Ada Byron" }) };
    await rollcall.dependencies.database.collection(users).updateOne({ _id: user.id }, moved);
    pause.proceed();
    expect((await renamed).status).toBe(200);
    const found = async (q: string) => emailsOf(await page({ q }));
    for (const q of ["king@", "countess"]) expect([q, await found(q)]).toEqual([q, ["king@example.com"]]);
    for (const q of ["ada@", "byron"]) expect([q, await found(q)]).toEqual([q, []]);
    expect((await edit(user.id, { name: "Lovelace" })).status).toBe(200);
    for (const q of ["king@", "lovelace"]) expect([q, await found(q)]).toEqual([q, ["king@example.com"]]);
  });
});
