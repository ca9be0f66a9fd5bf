import { describe, expect, it } from "vitest";
import { withAsciiDomain } from "./email.ts";
import { searchFor } from "./search.ts";
import { searchKeysOf } from "./search-keys.ts";

describe("the keys that accounts are found by", () => {
  const nameKeysOf = (name: string) => searchKeysOf({ email: "", name });
  const emailKeysOf = (email: string) => searchKeysOf({ email, name: null });
  const sizesOf = (keys: string[]) => keys.map((key) => Buffer.byteLength(key));

  it.each([
    ["one letter that NFKC makes 18 of", "\ufdfa".repeat(1_000)],
    ["letters of four bytes", "😀".repeat(500)],
    ["letters that double in capitals", "ﬀ".repeat(1_000)],
    ["words of one letter", "a ".repeat(500)],
    ["words without blanks", "a-".repeat(500)],
    ["words that are as long as they may be", `${"😀".repeat(30)} `.repeat(16)],
    ["letters with every accent", "a\u0301".repeat(500)],
  ])("are few and short, also of a name of %s", (_, name) => {
    const keys = nameKeysOf(name);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.length).toBeLessThanOrEqual(260);
    expect(Math.max(...sizesOf(keys))).toBeLessThanOrEqual(256);
  });

  it.each(["xn--jckaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ー".repeat(59), "𐐨".repeat(40), "bücher"])(
    "are few and short, also of an address at %s",
    (domain) => {
      const keys = emailKeysOf(withAsciiDomain(`a@${domain}.com`));
      expect(keys.length).toBeLessThanOrEqual(52);
      expect(Math.max(...sizesOf(keys))).toBeLessThanOrEqual(256);
    },
  );

  it("are those of ten words at most", () => {
    const words = Array.from({ length: 12 }, (_, index) => `${String.fromCharCode(97 + index)}x`);
    const keys = nameKeysOf(words.join(" "));
    expect(words.filter((word) => keys.includes(word.toUpperCase()))).toEqual(words.slice(0, 10));
  });

  it("lead to whatever begins so with accents and all, of any script: to fold them loses nothing", () => {
    const letters = [
      ..."aZéÅ\u0301\u0323ßẞﬀıİǆŉ´ \t.'’-7²Ωάς\u0345Ёйकि\u093cがか\u3099김각\u05d0\u05b8\u0627\u0654ﷺ😀\ufe0fŁØ",
    ];
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const text = () => Array.from({ length: 1 + random(9) }, () => letters[random(letters.length)]).join("");
    const unfolded = (name: string) => name.normalize("NFKC").toUpperCase().trim().replace(/\s+/g, " ");
    for (let round = 0; round < 5_000; round++) {
      const name = text();
      const whole = [...unfolded(name)];
      const q = whole.slice(0, 1 + random(whole.length)).join("");
      if (q.trim() === "") continue;
      const { key, finds } = searchFor(q);
      const known = { email: "x@example.com", name };
      expect([name, q, key, searchKeysOf(known).includes(key) && finds(known)]).toEqual([name, q, key, true]);
    }
  });
});
