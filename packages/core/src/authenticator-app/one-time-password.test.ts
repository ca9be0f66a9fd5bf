import { randomBytes, randomInt } from "node:crypto";
import { Secret, TOTP, URI } from "otpauth";
import { describe, expect, it } from "vitest";
import { hotp, keyUri, stepAt, stepOf, toBase32 } from "./one-time-password.ts";

/** Of both RFCs' examples. */
const secret = Buffer.from("12345678901234567890");

const at = (seconds: number) => new Date(seconds * 1_000);

describe("a code", () => {
  it("is that of RFC 4226, appendix D (Q126)", () => {
    const codes = Array.from({ length: 10 }, (_, counter) => hotp(secret, counter));
    expect(codes).toEqual([
      "755224",
      "287082",
      "359152",
      "969429",
      "338314",
      "254676",
      "287922",
      "162583",
      "399871",
      "520489",
    ]);
  });

  it("is that of RFC 6238, appendix B, of whose eight digits it is the last six (Q126)", () => {
    const examples = [
      [59, "94287082"],
      [1_111_111_109, "07081804"],
      [1_111_111_111, "14050471"],
      [1_234_567_890, "89005924"],
      [2_000_000_000, "69279037"],
      [20_000_000_000, "65353130"],
    ] as const;
    for (const [seconds, code] of examples) expect(hotp(secret, stepAt(at(seconds)))).toBe(code.slice(2));
  });

  it("is what otpauth shows and takes, for 2,000 secrets at 2,000 times", () => {
    for (let round = 0; round < 2_000; round++) {
      const bytes = randomBytes(20);
      const timestamp = randomInt(2 ** 42);
      const theirs = new TOTP({ secret: Secret.fromBase32(toBase32(bytes)) });
      const ours = hotp(bytes, stepAt(new Date(timestamp)));
      expect(theirs.generate({ timestamp })).toBe(ours);
      expect(theirs.validate({ token: ours, timestamp, window: 0 })).toBe(0);
      expect(stepOf(bytes, theirs.generate({ timestamp }), new Date(timestamp))).toBe(stepAt(new Date(timestamp)));
    }
  });
});

describe("a code is taken", () => {
  const now = at(1_700_000_010);
  const current = stepAt(now);

  it("in its own half minute and in the ones beside it, and in no other (Q126)", () => {
    const taken = [-3, -2, -1, 0, 1, 2, 3].map((offset) => stepOf(secret, hotp(secret, current + offset), now));
    expect(taken).toEqual([null, null, current - 1, current, current + 1, null, null]);
  });

  it("until the last millisecond of these, and from the first one on", () => {
    const code = hotp(secret, current);
    const [first, end] = [current * 30_000, (current + 1) * 30_000];
    const isTaken = (milliseconds: number) => stepOf(secret, code, new Date(milliseconds)) !== null;
    expect([first - 30_001, first - 30_000, end + 29_999, end + 30_000].map(isTaken)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("at the beginning of time as well, before which there are no steps", () => {
    expect(stepOf(secret, hotp(secret, 0), at(0))).toBe(0);
  });

  it("as six digits alone", () => {
    const code = hotp(secret, current);
    for (const other of ["", code.slice(1), `${code}0`, `0${code}`, "abcdef", "٠١٢٣٤٥"]) {
      expect(stepOf(secret, other, now)).toBe(null);
    }
  });
});

it("a secret is written in the base32 of RFC 4648, section 10", () => {
  const examples = ["", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"];
  expect(examples.map((_, length) => toBase32(Buffer.from("foobar".slice(0, length))))).toEqual(examples);
});

it("the address of an app's QR code says what the app has to know, whatever is in the account's", () => {
  const base32 = toBase32(secret);
  for (const account of ["ada@example.com", "ada+lovelace&issuer=evil@example.com", "a'd/a?%#@bücher.example"]) {
    const uri = keyUri("example.com", account, base32);
    const read = URI.parse(uri) as TOTP;
    expect(read).toBeInstanceOf(TOTP);
    expect(read).toMatchObject({ issuer: "example.com", label: account, algorithm: "SHA1", digits: 6, period: 30 });
    expect(read.secret.base32).toBe(base32);
    expect(uri).not.toContain("+");
  }
});
