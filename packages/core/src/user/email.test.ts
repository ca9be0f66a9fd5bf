import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { emailSchema } from "./email.ts";

/** The corpus of the isemail package: addresses, each with what is to say about it. */
const corpus = createRequire(import.meta.url)("isemail/test/tests.json") as [address: string, diagnosis: string][];
const diagnosed = (prefix: string) => corpus.filter(([, diagnosis]) => diagnosis.startsWith(prefix)).map(([a]) => a);

const accepts = (address: unknown) => emailSchema.safeParse(address).success;
const accepted = (addresses: unknown[]) => addresses.filter(accepts);

describe("ordinary e-mail addresses", () => {
  it("are accepted in every form that people and providers use (Q18)", () => {
    const ordinary = [
      "first.last@example.com",
      "user+tag@example.com",
      "o'brien@example.com",
      "a@example.com",
      "under_score@example.com",
      "hy-phen@hy-phen.example.com",
      "1234567890@example.com",
      "someone@sub.example.co.uk",
      "someone@123.com",
      "someone@example.museum",
      "someone@xn--bcher-kva.example",
      `${"l".repeat(64)}@example.com`,
    ];
    expect(accepted(ordinary)).toEqual(ordinary);
  });

  it("are accepted wherever the corpus calls an address with a host name valid (Q18)", () => {
    const valid = diagnosed("valid").filter((address) => address.includes("."));
    expect(valid.length).toBeGreaterThan(10);
    expect(accepted(valid)).toEqual(valid);
  });

  it("have one spelling, in lower case (Q17)", () => {
    expect(emailSchema.parse("Ada.LOVELACE@Example.COM")).toBe("ada.lovelace@example.com");
  });
});

describe("malformed e-mail addresses", () => {
  it("are refused wherever the corpus calls an address wrong (Q18)", () => {
    const wrong = [...diagnosed("err"), "test@[\0", "(\0)test@example.com"];
    expect(wrong.length).toBeGreaterThan(70);
    expect(accepted(wrong)).toEqual([]);
  });

  it("are refused when they are comments, quotes, literals or folded lines, which no mailbox of people needs", () => {
    const exotic = [...diagnosed("rfc5322"), ...diagnosed("deprecated"), ...diagnosed("cfws"), ...diagnosed("rfc5321")];
    expect(exotic.length).toBeGreaterThan(60);
    expect(accepted(exotic)).toEqual([]);
  });

  it("are refused beyond 64 characters before the @ and 254 in all", () => {
    expect(accepts(`${"l".repeat(65)}@example.com`)).toBe(false);
    const labels = ["a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(50), "com"];
    const longest = `abcdefg@${labels.join(".")}`;
    expect(longest).toHaveLength(254);
    expect(accepts(longest)).toBe(true);
    expect(accepts(`h${longest}`)).toBe(false);
  });

  it("are refused when they are not text (Q20)", () => {
    expect(accepted([null, 1, true, ["a@example.com"], { $ne: "" }, undefined])).toEqual([]);
  });
});

describe("addresses that could reach somebody else", () => {
  it("are refused with a control character, a line break or blanks anywhere (Q20)", () => {
    const code = (index: number) => String.fromCharCode(index);
    const controls = [...Array(0x21).keys(), ...Array.from({ length: 0x21 }, (_, index) => 0x7f + index)].map(code);
    const blanks = ["\u00ad", "\u200b", "\u2028", "\u2029", "\u3000", "\ufeff", "\r\n"];
    const places = [...controls, ...blanks].flatMap((character) => [
      `${character}ada@example.com`,
      `ad${character}a@example.com`,
      `ada@exam${character}ple.com`,
      `ada@example.com${character}`,
    ]);
    expect(accepted(places)).toEqual([]);
  });

  it("are refused with a second recipient or a header of a mail (Q20)", () => {
    const several = [
      "a@example.com\nbcc:b@example.com",
      "a@example.com\r\nBcc: b@example.com",
      "a@example.com,b@example.com",
      "a@example.com;b@example.com",
      "a@example.com b@example.com",
      "a@b@example.com",
      "<a@example.com>",
      "Ada <a@example.com>",
      "mailto:a@example.com",
      "a@example.com?cc=b@example.com",
      "a%00@example.com\0",
    ];
    expect(accepted(several)).toEqual([]);
  });

  it("are refused with look-alikes from outside ASCII, whatever they fold to (Q19)", () => {
    const lookAlikes = [
      "\u212aim@example.com",
      "k\u0131m@example.com",
      "K\u0130M@example.com",
      "\uff4bim@example.com",
      "kim\uff20example.com",
      "kim@example\uff0ecom",
      "kim@example\u3002com",
      "\u043aim@example.com",
      "kim@ex\u0430mple.com",
      "\u017fam@example.com",
      "kim@\u24d4xample.com",
      "ki\u0301m@example.com",
      "kím@example.com",
      "kim@bücher.example",
    ];
    expect(accepted(lookAlikes)).toEqual([]);
  });
});
