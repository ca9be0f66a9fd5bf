import { describe, expect, it } from "vitest";
import { RollcallError } from "../kernel/errors.ts";
import type { BreachedPasswords } from "./breached.ts";
import { passwordMaxLength, requireStrongPassword } from "./password-policy.ts";

const ada = { email: "ada.lovelace@example.com", name: "Ada Lovelace" };

/** The codes of the rules that a password fails, none for a good one. */
async function failedRules(password: string, { minLength = 15, context = ada } = {}): Promise<string[]> {
  const refusal = await refusalOf(password, { minLength, context });
  return refusal?.issues?.map(({ code }) => code) ?? [];
}

interface Case {
  minLength?: number;
  context?: typeof ada;
  field?: string;
  breachedPasswords?: BreachedPasswords | null;
  notice?: (notice: { type: string }) => void;
}

async function refusalOf(password: string, given: Case = {}): Promise<RollcallError | null> {
  const { minLength = 15, context = ada, field, breachedPasswords = null, notice = () => {} } = given;
  try {
    const ctx = { settings: { passwordMinLength: minLength }, breachedPasswords, notice };
    await requireStrongPassword(ctx, password, context, field);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(RollcallError);
    return error as RollcallError;
  }
}

describe("the length of a password", () => {
  it("is at least 15 code points by default, and what the operator says otherwise (Q1)", async () => {
    expect(await failedRules("vast gentle kiw")).toEqual([]);
    expect(await failedRules("vast gentle ki")).toEqual(["too_short"]);
    expect(await failedRules("vast gen", { minLength: 8 })).toEqual([]);
    expect(await failedRules("vast ge", { minLength: 8 })).toEqual(["too_short"]);
  });

  it("is at most 256 code points (Q2)", async () => {
    expect(passwordMaxLength).toBe(256);
    const phrase = "vast gentle kiwi ";
    expect(await failedRules(phrase.repeat(20).slice(0, 256))).toEqual([]);
    expect(await failedRules(phrase.repeat(20).slice(0, 257))).toEqual(["too_long"]);
  });

  it("counts code points, not UTF-16 units and not bytes (Q4)", async () => {
    const animals = ["🦊", "🐙", "🦉", "🐝", "🦋", "🐢", "🦀", "🐳", "🦜", "🐌", "🦔", "🐧", "🦁", "🐸", "🦩"];
    expect(await failedRules(animals.join(""))).toEqual([]);
    expect(await failedRules(animals.slice(0, 14).join(""))).toEqual(["too_short"]);
    expect(await failedRules(animals.slice(0, 8).join(""))).toEqual(["too_short"]);
    expect(await failedRules("многолетний чай".slice(0, 14))).toEqual(["too_short"]);
    expect(await failedRules("🦊🐙".repeat(128))).toEqual([]);
    expect(await failedRules(`${"🦊🐙".repeat(128)}🦉`)).toEqual(["too_long"]);
  });

  it("is that of the composed form, so that it does not depend on the keyboard (Q7)", async () => {
    const decomposed = "é".repeat(7).normalize("NFD");
    expect([...decomposed]).toHaveLength(14);
    expect(await failedRules(`${decomposed}ë`.normalize("NFD"))).toEqual(["too_short"]);
  });
});

describe("the characters of a password", () => {
  it("are free: no kind is asked for and none is forbidden (Q3)", async () => {
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
    for (const password of free) expect(await failedRules(password), password).toEqual([]);
  });
});

describe("common passwords", () => {
  const accepted = async (passwords: string[], minLength: number) => {
    const rules = await Promise.all(passwords.map((password) => failedRules(password, { minLength })));
    return passwords.filter((_, index) => !rules[index]?.includes("common"));
  };

  it("are refused in any case (Q8)", async () => {
    expect(await failedRules("PasswordPassword")).toEqual(["common"]);
    expect(await failedRules("QWERTYUIOPASDFGHJKL")).toEqual(["common"]);
  });

  it("include dates of eight digits, in whatever order, and no other eight digits (Q8)", async () => {
    const dates = ["24121985", "12241985", "19851224", "31122031"];
    expect(await accepted(dates, 8)).toEqual([]);
    const others = ["80427915", "24128516", "99121985", "24001985"];
    expect(await accepted(others, 8)).toEqual(others);
  });
});

describe("a password made of the account's own words", () => {
  const refused = async (passwords: string[], context = ada) => {
    const rules = await Promise.all(passwords.map((password) => failedRules(password, { context })));
    return passwords.filter((_, index) => rules[index]?.includes("own_words"));
  };

  it("is refused when it is the address, part of it, the name or the service's name with padding (Q10)", async () => {
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
    expect(await refused(own)).toEqual(own);
  });

  it("is refused when it is an internationalized domain as people write it (Q10)", async () => {
    const own = ["münchen.example", "MÜNCHEN münchen", "münchen-münchen-1"];
    expect(await refused(own, { email: "a.b@xn--mnchen-3ya.example", name: "" })).toEqual(own);
  });

  it("is good when it says more than those words (Q10)", async () => {
    const more = ["lovelace rides a purple bicycle", "rollcall at the foggy harbour", "correct horse battery staple"];
    expect(await refused(more)).toEqual([]);
  });

  it("does not count words of one or two letters (Q10)", async () => {
    expect(await refused(["correct horse battery staple"], { email: "or@ba.co", name: "St A" })).toEqual([]);
  });
});

describe("the refusal of a password", () => {
  it("names every rule that failed and where the password stood (Q11)", async () => {
    const refusal = await refusalOf("12345678", { field: "newPassword" });
    expect(refusal?.code).toBe("weak_password");
    expect(refusal?.issues?.map(({ code, path }) => [code, path])).toEqual([
      ["too_short", ["newPassword"]],
      ["common", ["newPassword"]],
    ]);
    for (const { message } of refusal?.issues ?? []) expect(message).toMatch(/^(Must|Is) .*[a-z]$/);
  });

  it("never repeats the password (Q11)", async () => {
    const weak = ["passwordpassword", "ada.lovelace@example.com", "k7", "rollcallrollcall"];
    for (const password of weak) {
      const { message, issues, detail } = (await refusalOf(password)) as RollcallError;
      expect(JSON.stringify({ message, issues, detail })).not.toContain(password);
    }
  });
});

describe("a password that is known from a breach", () => {
  const known = "vast gentle kiwi nest";
  const breached = (includes: BreachedPasswords["includes"]) => ({ includes });

  it("is refused for that reason, and no other is (Q9, Q11)", async () => {
    const breachedPasswords = breached(async (password) => password === known);
    const refusal = await refusalOf(known, { breachedPasswords, field: "newPassword" });
    expect(refusal).toMatchObject({
      code: "weak_password",
      issues: [{ path: ["newPassword"], code: "breached", message: "Is known from a breach of another service" }],
    });
    expect(await refusalOf("vast gentle kiwi tree", { breachedPasswords })).toBeNull();
  });

  it("is asked for in Unicode's composed form, and only when nothing else is wrong with it (Q9)", async () => {
    const asked: string[] = [];
    const breachedPasswords = breached(async (password) => asked.push(password) < 0);
    await refusalOf("passwordpassword", { breachedPasswords });
    await refusalOf("too short", { breachedPasswords });
    await refusalOf("crème brûlée pour deux".normalize("NFD"), { breachedPasswords });
    expect(asked).toEqual(["crème brûlée pour deux".normalize("NFC")]);
  });

  it("is taken when nobody can tell, and the log hears of it (Q9)", async () => {
    const away = [
      breached(() => Promise.reject(new Error("away"))),
      breached(() => {
        throw new Error("broken");
      }),
      breached(() => new Promise(() => {})),
    ];
    await Promise.all(
      away.map(async (breachedPasswords) => {
        const notices: { type: string }[] = [];
        const notice = (found: { type: string }) => notices.push(found);
        expect(await refusalOf(known, { breachedPasswords, notice })).toBeNull();
        expect(notices).toEqual([{ type: "breach_check.skipped" }]);
      }),
    );
  });

  it("ends the asking when the answer would come too late (Q9)", async () => {
    let given: AbortSignal | undefined;
    const breachedPasswords = breached((_, signal) => {
      given = signal;
      return new Promise(() => {});
    });
    await refusalOf(known, { breachedPasswords });
    expect(given?.aborted).toBe(true);
  });
});
