import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { bodyOf, logIn, refusalOf, signIn, signUp } from "../../../../test/support/accounts.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import type { Problem } from "../http/problem.ts";

const register = (rollcall: TestRollcall, body: unknown) => rollcall.call("POST", "/auth/register", { body });

/** How a password is received, on an account of its own. */
function setting(rollcall: TestRollcall) {
  let count = 0;
  return async (secret: string, email = `user${++count}@mail.test`) => {
    const response = await register(rollcall, { email, password: secret });
    return response.status === 201 ? "201" : refusalOf(response);
  };
}

describe("the password at registration", () => {
  it("has at least 15 code points by default (Q1, Q4)", async () => {
    const set = setting(startRollcall());
    expect(await set("vast gentle ki")).toBe("422 weak_password");
    expect(await set("vast gentle kiw")).toBe("201");
    expect(await set("🦊🐙🦉🐝🦋🐢🦀🐳")).toBe("422 weak_password");
    expect(await set("🦊🐙🦉🐝🦋🐢🦀🐳🦜🐌🦔🐧🦁🐸🦩")).toBe("201");
  });

  it("may have 64 to 256 code points and is refused beyond them (Q2)", async () => {
    const rollcall = startRollcall();
    const set = setting(rollcall);
    for (const length of [64, 128, 256]) {
      const long = "vast gentle kiwi nest ".repeat(20).slice(0, length);
      expect(await set(long, `u${length}@mail.test`)).toBe("201");
      expect((await logIn(rollcall, `u${length}@mail.test`, long)).status).toBe(200);
      expect((await logIn(rollcall, `u${length}@mail.test`, long.slice(0, -1))).status).toBe(401);
    }
    expect(await set("🦊🐙".repeat(128))).toBe("201");
    expect(await set("x".repeat(257))).toBe("422 weak_password");
    expect(await set("x".repeat(1_025))).toBe("422 validation_failed");
  });

  it("may be made of any characters (Q3)", async () => {
    const set = setting(startRollcall());
    const ascii = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 0x20 + index));
    const free = [
      "vastgentlekiwis",
      "318059274061835",
      "  vast   gentle   ",
      "широкий добрый киви",
      "广阔温柔的猕猴桃在树上筑巢住着",
    ];
    for (const secret of [...free, ascii]) expect(await set(secret)).toBe("201");
  });

  it("is none of the common ones (Q8)", async () => {
    const set = setting(startRollcall());
    const ranked = createRequire(import.meta.url)("@zxcvbn-ts/language-common/src/passwords.json") as string[];
    const fitting = ranked.filter((secret) => [...secret].length >= 15).slice(0, 3_000);
    expect(fitting.length).toBeGreaterThan(30);
    for (const secret of fitting) expect(await set(secret)).toBe("422 weak_password");
  });

  it("is not made of common words, runs and repetitions, be they cut short (Q8)", async () => {
    const set = setting(startRollcall());
    const made = [
      "123456789123456",
      "password12345678",
      "passwordpassword1",
      "1234567890qwertyuiop",
      "Summer2026Summer",
    ];
    for (const secret of made) expect(await set(secret), secret).toBe("422 weak_password");
  });

  it("is more than the address, the name and the service's name (Q10)", async () => {
    const rollcall = startRollcall();
    const own = ["ada.lovelace@mail.test", "Ada.Lovelace2026!", "byron byron byron", "rollcallrollcall"];
    for (const secret of own) {
      const body = { email: "ada.lovelace@mail.test", name: "Augusta Byron", password: secret };
      expect(await refusalOf(await register(rollcall, body))).toBe("422 weak_password");
    }
  });

  it("is refused with the rules that it fails, and never repeated (Q11)", async () => {
    const rollcall = startRollcall();
    const secret = "letmein-7731";
    const response = await register(rollcall, { email: "ada@example.com", password: secret });
    const text = await response.clone().text();
    expect(await bodyOf<Problem>(response)).toMatchObject({
      code: "weak_password",
      issues: [{ path: ["password"], code: "too_short", message: "Must be at least 15 characters" }],
    });
    expect(text).not.toContain(secret);
    expect(rollcall.logs.join()).not.toContain(secret);
  });

  it("has no hint, no secret question and no expiry beside it (Q12)", async () => {
    const rollcall = startRollcall();
    const extras = ["hint", "passwordHint", "securityQuestion", "secretAnswer", "passwordExpiresAt"];
    for (const extra of extras) {
      const response = await register(rollcall, { email: "ada@example.com", password, [extra]: "x" });
      expect(await refusalOf(response)).toBe("422 validation_failed");
    }
    await signUp(rollcall);
    rollcall.clock.advance(400 * 86_400);
    await signIn(rollcall, "ada@example.com");
  });
});
