import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { RollcallError } from "../kernel/errors.ts";
import { passwordMaxLength, requireStrongPassword } from "./password-policy.ts";

const ada = { email: "ada.lovelace@example.com", name: "Ada Lovelace" };

/** The codes of the rules that a password fails, none for a good one. */
function failedRules(password: string, { minLength = 15, context = ada } = {}): string[] {
  return refusalOf(password, minLength, context)?.issues?.map(({ code }) => code) ?? [];
}

function refusalOf(password: string, minLength = 15, context = ada, field?: string): RollcallError | null {
  try {
    requireStrongPassword(password, minLength, context, field);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(RollcallError);
    return error as RollcallError;
  }
}

describe("the length of a password", () => {
  it("is at least 15 code points by default, and what the operator says otherwise (Q1)", () => {
    expect(failedRules("vast gentle kiw")).toEqual([]);
    expect(failedRules("vast gentle ki")).toEqual(["too_short"]);
    expect(failedRules("vast gen", { minLength: 8 })).toEqual([]);
    expect(failedRules("vast ge", { minLength: 8 })).toEqual(["too_short"]);
  });

  it("is at most 256 code points (Q2)", () => {
    expect(passwordMaxLength).toBe(256);
    const phrase = "vast gentle kiwi ";
    expect(failedRules(phrase.repeat(20).slice(0, 256))).toEqual([]);
    expect(failedRules(phrase.repeat(20).slice(0, 257))).toEqual(["too_long"]);
  });

  it("counts code points, not UTF-16 units and not bytes (Q4)", () => {
    const animals = ["🦊", "🐙", "🦉", "🐝", "🦋", "🐢", "🦀", "🐳", "🦜", "🐌", "🦔", "🐧", "🦁", "🐸", "🦩"];
    expect(failedRules(animals.join(""))).toEqual([]);
    expect(failedRules(animals.slice(0, 14).join(""))).toEqual(["too_short"]);
    expect(failedRules(animals.slice(0, 8).join(""))).toEqual(["too_short"]);
    expect(failedRules("многолетний чай".slice(0, 14))).toEqual(["too_short"]);
    expect(failedRules("🦊🐙".repeat(128))).toEqual([]);
    expect(failedRules(`${"🦊🐙".repeat(128)}🦉`)).toEqual(["too_long"]);
  });

  it("is that of the composed form, so that it does not depend on the keyboard (Q7)", () => {
    const decomposed = "é".repeat(7).normalize("NFD");
    expect([...decomposed]).toHaveLength(14);
    expect(failedRules(`${decomposed}ë`.normalize("NFD"))).toEqual(["too_short"]);
  });
});

describe("the characters of a password", () => {
  it("are free: no kind is asked for and none is forbidden (Q3)", () => {
    const printableAscii = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 0x20 + index));
    const free = [
      "vastgentlekiwis",
      "VASTGENTLEKIWIS",
      "318059274061835",
      "vast gentle kiwi nest",
      "   vast     gentle   ",
      "!?$%&/()=+*#'<>|",
      "🦊🐙🦉🐝🦋🐢🦀🐳🦜🐌🦔🐧🦁🐸🦩",
      "широкий добрый киви",
      "広大な優しいキーウィが木の上に住む",
      "واسع لطيف كيوي عش",
      "tab\tand\nline\rand\0NUL",
      printableAscii,
    ];
    expect(free.filter((password) => failedRules(password).length > 0)).toEqual([]);
  });
});

describe("common passwords", () => {
  const ranked = createRequire(import.meta.url)("@zxcvbn-ts/language-common/src/passwords.json") as string[];

  const accepted = (passwords: string[], minLength: number) =>
    passwords.filter((password) => !failedRules(password, { minLength }).includes("common"));

  it.each([8, 10, 12, 15])(
    "are refused: the 3,000 most common that fit a policy of %i characters (Q8)",
    (minLength) => {
      const fitting = ranked.filter((password) => [...password].length >= minLength).slice(0, 3_000);
      expect(fitting.length).toBeGreaterThan(30);
      expect(accepted(fitting, minLength).slice(0, 5)).toEqual([]);
    },
  );

  it("are refused in any case (Q8)", () => {
    expect(failedRules("PasswordPassword")).toEqual(["common"]);
    expect(failedRules("QWERTYUIOPASDFGHJKL")).toEqual(["common"]);
  });

  it("include dates of eight digits, in whatever order, and no other eight digits (Q8)", () => {
    const dates = ["24121985", "12241985", "19851224", "31122031"];
    expect(accepted(dates, 8)).toEqual([]);
    const others = ["80427915", "24128516", "99121985", "24001985"];
    expect(accepted(others, 8)).toEqual(others);
  });

  it("include what runs along a keyboard or an alphabet, in either direction (Q8)", () => {
    const runs = ["123456789012345", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkj"];
    expect(accepted(runs, 15)).toEqual([]);
  });
});

describe("a password made of the account's own words", () => {
  const refused = (passwords: string[], context = ada) =>
    passwords.filter((password) => failedRules(password, { context }).includes("own_words"));

  it("is refused when it is the address, part of it, the name or the service's name with padding (Q10)", () => {
    const own = [
      "ada.lovelace@example.com",
      "ADA.LOVELACE@EXAMPLE.COM",
      "ada.lovelace@example.com!!!",
      "ada.lovelace12345",
      "1111ada.lovelace",
      "lovelacelovelace",
      "Lovelace-Ada-2026!",
      "Ada Lovelace 1815-1852",
      "example.com example.com",
      "rollcallrollcall",
      "Rollcall-2026-Rollcall",
      "ｒｏｌｌｃａｌｌｒｏｌｌｃａｌｌ",
      "rollcall aaaaaaaaaaaaaa",
    ];
    expect(refused(own)).toEqual(own);
  });

  it("is refused when it is an internationalized domain as people write it (Q10)", () => {
    const own = ["münchen.example", "MÜNCHEN münchen", "münchen-münchen-1"];
    expect(refused(own, { email: "a.b@xn--mnchen-3ya.example", name: "" })).toEqual(own);
  });

  it("is good when it says more than those words (Q10)", () => {
    const more = ["lovelace rides a purple bicycle", "rollcall at the foggy harbour", "correct horse battery staple"];
    expect(refused(more)).toEqual([]);
  });

  it("does not count words of one or two letters (Q10)", () => {
    expect(refused(["correct horse battery staple"], { email: "or@ba.co", name: "St A" })).toEqual([]);
  });
});

describe("the refusal of a password", () => {
  it("names every rule that failed and where the password stood (Q11)", () => {
    const refusal = refusalOf("12345678", 15, ada, "newPassword");
    expect(refusal?.code).toBe("weak_password");
    expect(refusal?.issues?.map(({ code, path }) => [code, path])).toEqual([
      ["too_short", ["newPassword"]],
      ["common", ["newPassword"]],
    ]);
    for (const { message } of refusal?.issues ?? []) expect(message).toMatch(/^(Must|Is) .*[a-z]$/);
  });

  it("never repeats the password (Q11)", () => {
    const weak = ["passwordpassword", "ada.lovelace@example.com", "k7", "rollcallrollcall"];
    for (const password of weak) {
      const { message, issues, detail } = refusalOf(password) as RollcallError;
      expect(JSON.stringify({ message, issues, detail })).not.toContain(password);
    }
  });
});

describe("common passwords, repeated", () => {
  const refuses = (text: string) =>
    expect(() => requireStrongPassword(text, 15, { email: "ada@example.com" })).toThrow();

  it("are refused, and so are a few characters over and over, as long as lists have them (Q8)", () => {
    for (const text of ["iloveyouiloveyou", "asdfasdfasdfasdf", "1".repeat(15), "a".repeat(20), "123".repeat(6)])
      refuses(text);
  });

  it("are not looked for beyond that, nor outside ASCII", () => {
    for (const text of ["x".repeat(64), "😀".repeat(15)]) {
      expect(() => requireStrongPassword(text, 15, { email: "ada@example.com" })).not.toThrow();
    }
  });
});
