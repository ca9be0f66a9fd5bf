import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createSecrets, type SealedBytes, type SecretPurpose, weaknessOfSecret } from "./secrets.ts";

const purposes: SecretPurpose[] = ["refresh-token", "signing-key", "cursor"];
const old = "k3J9vQ2mX7pL5wR8tY4uN6bC1zA0sD-fG_hJeKiOlPq";
const renewed = "Zt5_uV8xB2nM4qW6eR9yT1iO3pA7sD0fG-hJkLzXcVb";
const data = Buffer.from("some data");
const secrets = createSecrets([old]);

/** Every value that differs from `bytes` in one bit. */
const bitFlips = (bytes: Buffer) =>
  Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    return copy;
  });

describe("authentication codes", () => {
  it("have 256 bits and are the same for the same data", () => {
    expect(secrets.authenticate("cursor", data)).toHaveLength(32);
    expect(secrets.authenticate("cursor", data)).toEqual(createSecrets([old]).authenticate("cursor", data));
  });

  it("are accepted for the purpose they were made for and for no other", () => {
    for (const made of purposes) {
      const code = secrets.authenticate(made, data);
      expect(purposes.filter((purpose) => secrets.isAuthentic(purpose, data, code))).toEqual([made]);
    }
  });

  it("are refused for other data and with any one bit altered", () => {
    const code = secrets.authenticate("cursor", data);
    expect(secrets.isAuthentic("cursor", data, code)).toBe(true);
    expect(secrets.isAuthentic("cursor", Buffer.from("some date"), code)).toBe(false);
    expect(bitFlips(code).filter((flipped) => secrets.isAuthentic("cursor", data, flipped))).toEqual([]);
  });

  it("may be cut to 128 bits and not below", () => {
    const code = secrets.authenticate("cursor", data);
    const accepted = Array.from({ length: 33 }, (_, length) => length).filter((length) =>
      secrets.isAuthentic("cursor", data, code.subarray(0, length)),
    );
    expect(accepted).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32]);
  });

  it("are refused when they are longer than any that was made", () => {
    const longer = Buffer.concat([secrets.authenticate("cursor", data), Buffer.alloc(1)]);
    expect(secrets.isAuthentic("cursor", data, longer)).toBe(false);
  });

  it("cannot be had from the secret itself, only from the purpose's own sub-key", () => {
    const codes = purposes.map((purpose) => secrets.authenticate(purpose, data).toString("hex"));
    expect(new Set(codes).size).toBe(purposes.length);
    expect(createSecrets([renewed]).authenticate("cursor", data)).not.toEqual(secrets.authenticate("cursor", data));
  });
});

describe("sealed bytes", () => {
  const sealed = secrets.seal("signing-key", data, "a context");

  it("open for their own purpose and context and for no other", () => {
    expect(secrets.open("signing-key", sealed, "a context")).toEqual(data);
    expect(secrets.open("refresh-token", sealed, "a context")).toBeNull();
    expect(secrets.open("cursor", sealed, "a context")).toBeNull();
    expect(secrets.open("signing-key", sealed, "another context")).toBeNull();
    expect(secrets.open("signing-key", sealed, "")).toBeNull();
  });

  it("do not show what they hold", () => {
    const text = JSON.stringify(sealed);
    for (const encoding of ["utf8", "hex", "base64url"] as const) expect(text).not.toContain(data.toString(encoding));
  });

  it.each(["iv", "ciphertext", "tag"] as const)("do not open with any one bit of the %s altered", (member) => {
    const tampered = bitFlips(Buffer.from(sealed[member], "base64url")).map((bytes) => ({
      ...sealed,
      [member]: bytes.toString("base64url"),
    }));
    expect(tampered.filter((value) => secrets.open("signing-key", value, "a context"))).toEqual([]);
  });

  const cut = (member: keyof SealedBytes, length: number): SealedBytes => ({
    ...sealed,
    [member]: Buffer.from(sealed[member], "base64url").subarray(0, length).toString("base64url"),
  });
  it.each([
    ["an empty tag", cut("tag", 0)],
    ["a tag of 4 bytes", cut("tag", 4)],
    ["a tag of 12 bytes", cut("tag", 12)],
    ["a tag of 15 bytes", cut("tag", 15)],
    ["no initialization vector", cut("iv", 0)],
    ["a shorter initialization vector", cut("iv", 11)],
    ["nothing encrypted", cut("ciphertext", 0)],
    ["a shorter ciphertext", cut("ciphertext", 8)],
  ])("do not open with %s", (_, tampered) => {
    expect(secrets.open("signing-key", tampered, "a context")).toBeNull();
  });

  it("are different each time, with an initialization vector of 96 bits that never repeats", () => {
    const all = Array.from({ length: 2_000 }, () => secrets.seal("signing-key", data, "a context"));
    expect(new Set(all.map(({ iv }) => iv)).size).toBe(all.length);
    expect(new Set(all.map(({ ciphertext }) => ciphertext)).size).toBe(all.length);
    expect(all.every(({ iv }) => Buffer.from(iv, "base64url").length === 12)).toBe(true);
  });

  it("may hold nothing at all, and megabytes", () => {
    for (const plaintext of [Buffer.alloc(0), randomBytes(2 ** 21)]) {
      expect(secrets.open("cursor", secrets.seal("cursor", plaintext, ""), "")).toEqual(plaintext);
    }
  });
});

describe("a list of secrets", () => {
  const both = createSecrets([renewed, old]);

  it("accepts what each of them made (Q185)", () => {
    for (const maker of [createSecrets([old]), createSecrets([renewed])]) {
      expect(both.isAuthentic("cursor", data, maker.authenticate("cursor", data))).toBe(true);
      expect(both.open("signing-key", maker.seal("signing-key", data, "x"), "x")).toEqual(data);
    }
  });

  it("makes everything under the first, so that the others can be dropped (Q185)", () => {
    const first = createSecrets([renewed]);
    expect(first.isAuthentic("cursor", data, both.authenticate("cursor", data))).toBe(true);
    expect(first.open("signing-key", both.seal("signing-key", data, "x"), "x")).toEqual(data);
  });

  it("refuses what a dropped one made (Q185)", () => {
    const first = createSecrets([renewed]);
    expect(first.isAuthentic("cursor", data, secrets.authenticate("cursor", data))).toBe(false);
    expect(first.open("signing-key", secrets.seal("signing-key", data, "x"), "x")).toBeNull();
  });
});

describe("the check of a SECRET_KEY", () => {
  const random = randomBytes(32);

  it("accepts 32 random bytes in every usual spelling, and longer ones", () => {
    for (let round = 0; round < 300; round++) {
      const bytes = randomBytes(32 + (round % 3) * 16);
      for (const encoding of ["hex", "base64", "base64url"] as const) {
        expect(weaknessOfSecret(bytes.toString(encoding))).toBeNull();
      }
    }
  });

  it.each([
    ["nothing", ""],
    ["one character", "x"],
    ["63 characters of hex", random.toString("hex").slice(1)],
    ["24 bytes in capital hex", random.toString("hex").toUpperCase().slice(16)],
    ["42 characters of base64", random.toString("base64url").slice(1)],
    ["31 bytes of padded base64", random.subarray(1).toString("base64")],
    ["30 bytes of padded base64", random.subarray(2).toString("base64")],
  ])("finds %s too short", (_, value) => {
    expect(weaknessOfSecret(value)).toMatch(/too short/);
  });

  it("finds a phrase in words no encoding of random bytes, however long", () => {
    expect(weaknessOfSecret("correct horse battery staple and a parrot in a pear tree")).toMatch(
      /neither base64 nor hex/,
    );
  });

  it.each([
    ["one character", "a".repeat(64)],
    ["zeros", "0".repeat(64)],
    ["a counted row", "0123456789".repeat(7)],
    ["two characters in turn", "xY".repeat(32)],
  ])("finds %s, repeated, not random", (_, value) => {
    expect(weaknessOfSecret(value)).toMatch(/not random/);
  });

  it.each([
    "change-me-please-7pL5wR8tY4uN6bC1zA0sDfGhJeKiOlPq",
    "CHANGEME_7pL5wR8tY4uN6bC1zA0sDfGhJeKiOlPqmX7pL5wR",
    "my-super-secret-key-k3J9vQ2mX7pL5wR8tY4uN6bC1zA0",
    "<replace with the output of openssl rand -base64 32>",
    "example-7pL5wR8tY4uN6bC1zA0sDfGhJeKiOlPqmX7pL5wR",
    "default_7pL5wR8tY4uN6bC1zA0sDfGhJeKiOlPqmX7pL5wR",
    "Password1234567890abcdefghijklmnopqrstuvwxyzABCDEF",
  ])("finds %s a placeholder", (value) => {
    expect(weaknessOfSecret(value)).toMatch(/placeholder/);
  });

  it("never repeats the value", () => {
    for (const value of ["hunter2", "my-super-secret-key", "ab".repeat(40)]) {
      expect(weaknessOfSecret(value)).not.toContain(value);
    }
  });
});
