import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";

/** What the driver prepares a password with (RFC 4013). */
const saslprep = createRequire(import.meta.resolve("mongodb"))("@mongodb-js/saslprep") as (text: string) => string;

describe("the password of a connection string", () => {
  it.each([
    ["I\u00adX", "IX"],
    ["user", "user"],
    ["USER", "USER"],
    ["\u00aa", "a"],
    ["\u2168", "IX"],
    ["a\u00a0b", "a b"],
    ["пароль", "пароль"],
    ["\u0627\u0644\u0628", "\u0627\u0644\u0628"],
  ])("is prepared as RFC 4013 says: %j becomes %j", (text, prepared) => {
    expect(saslprep(text)).toBe(prepared);
  });

  it.each([
    ["a control character", "\u0007", /prohibited/i],
    ["a character beyond the planes in use", "\u{10fffe}", /prohibited/i],
    ["a code point without a character", "\u0221", /unassigned/i],
    ["letters of both directions", "\u0627a", /RandALCat/],
    ["a digit at the end of right-to-left text", "\u06271", /RandALCat/],
  ])("is refused with %s", (_, text, message) => {
    expect(() => saslprep(text)).toThrow(message);
  });
});
