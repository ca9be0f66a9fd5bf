import { describe, expect, it } from "vitest";
import { testSecret } from "../../../../test/support/rollcall.ts";
import { parseConfig } from "../config.ts";

const read = (variables: object) =>
  parseConfig({ SECRET_KEY: testSecret, ISSUER: "https://auth.example.test", ...variables });

describe("BREACHED_PASSWORDS", () => {
  it.each([
    [undefined, null],
    ["off", null],
    ["range", { url: "https://api.pwnedpasswords.com" }],
    ["https://pwned.example.com/passwords/", { url: "https://pwned.example.com/passwords" }],
    ["http://127.0.0.1:8080", { url: "http://127.0.0.1:8080" }],
    ["/var/lib/pwned-passwords.txt", { path: "/var/lib/pwned-passwords.txt" }],
  ])("may be %s (Q9)", (value, source) => {
    expect(read({ BREACHED_PASSWORDS: value }).breachSource).toEqual(source);
  });

  it.each([
    "rnage",
    "on",
    "true",
    "hashes.txt",
    "http://pwned.example.com",
    "https://ada:secret@pwned.example.com",
    "https://pwned.example.com/?mode=ntlm",
    "file:///var/lib/pwned-passwords.txt",
  ])("is refused, with what it may be, when it is %s (Q9, Q200)", (value) => {
    const parse = () => read({ BREACHED_PASSWORDS: value });
    expect(parse).toThrow(/^BREACHED_PASSWORDS: expected off, range, the https address .+ or the absolute path .+$/);
    expect(parse).not.toThrow(value.includes("/") ? value : `is ${value}`);
  });
});

describe("PASSWORD_PEPPER", () => {
  const older = "Zx0kq3V9sLrT5uYw7bNd1fHg2jMp4cRe6aQi8oXtKzE";
  const newer = "p7Yw3nVd0sKf9hJq2mLx5cBz8rTg1aWe4uRi6oQyNjM";

  it("is one secret, several, or none (Q185)", () => {
    expect(read({}).peppers).toEqual([]);
    expect(read({ PASSWORD_PEPPER: older }).peppers).toEqual([older]);
    expect(read({ PASSWORD_PEPPER: ` ${newer}, ${older}` }).peppers).toEqual([newer, older]);
  });

  it.each(["7pL5wR8t", "a".repeat(64), "change-me-change-me-change-me-change-me-change-me", `${newer},7pL5wR8t`, ","])(
    "is refused, and not repeated, when it is weak: %s (Q260)",
    (value) => {
      const parse = () => read({ PASSWORD_PEPPER: value });
      expect(parse).toThrow(/^PASSWORD_PEPPER: .+ Make one with `npm run rollcall -- secret`$/);
      if (value.length > 1) expect(parse).not.toThrow(value);
    },
  );
});
