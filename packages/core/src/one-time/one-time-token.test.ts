import { describe, expect, it } from "vitest";
import { newId } from "../kernel/ids.ts";
import { createSecrets } from "../kernel/secrets.ts";
import { purposes } from "./one-time.slice.ts";
import { decodeOneTimeToken, encodeOneTimeToken, isOneTimeCode, newOneTimeId, oneTimeCode } from "./one-time-token.ts";

const [secret, older] = [
  "k3J9vQ2mX7pL5wR8tY4uN6bC1zA0sD-fG_hJeKiOlPq",
  "zX8cV7bN6mQ5wE4rT3yU2iO1pA0sD9fG_hJ-kLqWeRt",
] as const;
const secrets = createSecrets([secret]);
const claims = { userId: newId("user", new Date()), purpose: "reset", id: newOneTimeId() } as const;

describe("a token that is used once", () => {
  it("tells whose it is, for what, and which one (Q25, Q46)", () => {
    for (const purpose of purposes) {
      const token = encodeOneTimeToken(secrets, { ...claims, purpose });
      expect(token).toMatch(/^[\w-]{88}$/);
      expect(decodeOneTimeToken(secrets, token)).toEqual({ ...claims, purpose });
    }
  });

  it("is nothing once a letter of it is another one", () => {
    const token = encodeOneTimeToken(secrets, claims);
    for (let at = 0; at < token.length; at++) {
      const forged = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
      expect(decodeOneTimeToken(secrets, forged), String(at)).toBeNull();
    }
    for (const text of ["", token.slice(1), `${token}A`, "x".repeat(200)]) {
      expect(decodeOneTimeToken(secrets, text)).toBeNull();
    }
  });

  it("and its code outlive the next secret, as long as the old one is listed", () => {
    const [token, code] = [encodeOneTimeToken(secrets, claims), oneTimeCode(secrets, claims)];
    const rotated = createSecrets([older, secret]);
    expect(decodeOneTimeToken(rotated, token)).toEqual(claims);
    expect(isOneTimeCode(rotated, claims, code)).toBe(true);
    expect(decodeOneTimeToken(createSecrets([older]), token)).toBeNull();
  });
});

describe("a code", () => {
  it("has eight digits, and is another one for each purpose, account and value", () => {
    const codes = [
      ...purposes.map((purpose) => oneTimeCode(secrets, { ...claims, purpose })),
      oneTimeCode(secrets, { ...claims, id: newOneTimeId() }),
      oneTimeCode(secrets, { ...claims, userId: newId("user", new Date()) }),
    ];
    for (const code of codes) expect(code).toMatch(/^\d{8}$/);
    expect(new Set(codes).size).toBe(codes.length);
    expect(isOneTimeCode(secrets, claims, oneTimeCode(secrets, { ...claims, purpose: "code" }))).toBe(false);
  });

  it("has every digit in every place about as often", () => {
    const counts = Array.from({ length: 8 }, () => Array<number>(10).fill(0));
    for (let round = 0; round < 4_000; round++) {
      const code = oneTimeCode(secrets, { ...claims, id: newOneTimeId() });
      for (const [place, digit] of [...code].entries()) {
        const row = counts[place] as number[];
        row[Number(digit)] = (row[Number(digit)] ?? 0) + 1;
      }
    }
    for (const count of counts.flat()) expect(Math.abs(count - 400)).toBeLessThan(130);
  });
});
