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
    const kinds = ["rfc5322", "deprecated", "cfws", "rfc5321"].flatMap(diagnosed);
    const exotic = kinds.filter((address) => address.trim() !== "test@iana.org" || /[\r\n]/.test(address));
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
  it("are refused with a control character, a line break or blanks inside, and with what is no blank around (Q20)", () => {
    const code = (index: number) => String.fromCharCode(index);
    const controls = [...Array(0x21).keys(), ...Array.from({ length: 0x21 }, (_, index) => 0x7f + index)].map(code);
    const blanks = ["\u00ad", "\u200b", "\u2028", "\u2029", "\u3000", "\ufeff", "\r\n"];
    const dropped = [" ", "\u00a0", "\u3000", "\ufeff"];
    const all = [...controls, ...blanks];
    const inside = all.flatMap((character) => [`ad${character}a@example.com`, `ada@exam${character}ple.com`]);
    const around = all
      .filter((character) => !dropped.includes(character))
      .flatMap((character) => [`${character}ada@example.com`, `ada@example.com${character}`]);
    expect(accepted([...inside, ...around])).toEqual([]);
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

  it("are refused with look-alikes from outside ASCII that stand for a letter of ASCII (Q19)", () => {
    const lookAlikes = [
      "\u212aim@example.com",
      "k\u0131m@example.com",
      "K\u0130M@example.com",
      "\uff4bim@example.com",
      "kim\uff20example.com",
      "kim@example\uff0ecom",
      "kim@example\u3002com",
      "kim@example\uff61com",
      "\u043aim@example.com",
      "\u017fam@example.com",
      "kim@\u24d4xample.com",
      "kim@\uff45xample.com",
      "kim@exam\u00adple.com",
      "kim@exam\u034fple.com",
      "kim@exam\u2060ple.com",
      "kim@exam\ufe00ple.com",
      "kim@\u212aim.com",
      "kim@m\u00fcn\u212aen.example",
      "kim@\u212bngstr\u00f6m.example",
      "kim@\ufb01n\u00e4nz.example",
      "kim@\u00aa.example",
      "kim@b\u00fccher%2eexample",
      "kim@b\u00fccher.example/x",
      "kim@b\u00fccher.example:25",
      "kim@x@b\u00fccher.example",
      "ki\u0301m@example.com",
      "k\u00edm@example.com",
      "k\u00edm@b\u00fccher.example",
    ];
    expect(accepted(lookAlikes)).toEqual([]);
  });
});

describe("an internationalized domain", () => {
  const spellings: [ascii: string, written: string[]][] = [
    [
      "xn--mnchen-3ya.example",
      ["m\u00fcnchen.example", "mu\u0308nchen.example", "M\u00dcNCHEN.Example", "XN--MNCHEN-3YA.example"],
    ],
    ["xn--strae-oqa.example", ["stra\u00dfe.example", "Stra\u00dfe.example"]],
    ["strasse.example", ["strasse.example"]],
    ["xn--nxasmm1c.example", ["\u03b2\u03cc\u03bb\u03bf\u03c2.example", "\u0392\u03cc\u03bb\u03bf\u03c2.example"]],
    ["xn--wgv71a119e.xn--zckzah", ["\u65e5\u672c\u8a9e.\u30c6\u30b9\u30c8"]],
    ["mail.xn--bcher-kva.example", ["mail.b\u00fccher.example"]],
  ];

  it("is one address with its xn-- form, however it is written (Q17)", () => {
    for (const [ascii, written] of spellings)
      for (const domain of written) expect(emailSchema.parse(`ada@${domain}`)).toBe(`ada@${ascii}`);
  });

  it("is another address than what it only looks like (Q19)", () => {
    for (const domain of ["ex\u0430mple.com", "k\u0131m.com", "k\u0130m.com", "g\u03bfogle.com", "b\u00fccher.example"])
      expect(emailSchema.parse(`ada@${domain}`)).toMatch(/^ada@xn--[a-z0-9-]+\./);
  });

  it("is refused where it is no domain of the Internet (Q18)", () => {
    const wrong = [
      "\u00fc",
      "\u00fc..example",
      ".\u00fc.example",
      "\u00fc.example.",
      "\u00fc_b.example",
      "\u00fc b.example",
    ];
    const long = [`${"\u00fc".repeat(63)}.example`, `${"\u00fc.".repeat(60)}example`];
    expect(accepted([...wrong, ...long, "\u00fc.1"].map((domain) => `ada@${domain}`))).toEqual([]);
  });
});

describe("blanks around an address", () => {
  it("are dropped: nobody sees them in a form", () => {
    for (const typed of [
      " ada@example.com",
      "ada@example.com  ",
      "\u00a0ada@example.com\u3000",
      "\ufeffada@example.com",
    ])
      expect(emailSchema.parse(typed)).toBe("ada@example.com");
  });
});
