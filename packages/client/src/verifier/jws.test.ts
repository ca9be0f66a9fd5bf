import { KeyObject, sign } from "node:crypto";
import { type CryptoKey, generateKeyPair } from "jose";
import { describe, expect, it } from "vitest";
import { compactJws, keySigner } from "../../../../test/support/forged-tokens.ts";
import { signJws } from "../../../core/src/token/jws.ts";
import { type Algorithm, parseJws, verifyJws } from "./jws.ts";

const newKeys = async (algorithm: Algorithm) => {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { publicKey, privateKey: KeyObject.from(privateKey) };
};
const keys = { ES256: await newKeys("ES256"), RS256: await newKeys("RS256") };
const headerOf = (alg: Algorithm) => ({ alg, typ: "at+jwt", kid: "a-key" });
const payload = { sub: "somebody" };
const token = await signJws(headerOf("ES256"), payload, keys.ES256.privateKey);
const [header, body, signature] = token.split(".") as [string, string, string];

const verifies = async (text: string, algorithm: Algorithm, key: CryptoKey = keys[algorithm].publicKey) => {
  const jws = parseJws(text);
  return jws !== null && (await verifyJws(jws, algorithm, key));
};
const verifyEach = (texts: string[], algorithm: Algorithm) =>
  Promise.all(texts.map((text) => verifies(text, algorithm)));
const withSignature = (bytes: Buffer) => `${header}.${body}.${bytes.toString("base64url")}`;

describe.each(["ES256", "RS256"] as const)("a JWS signed with %s", async (algorithm) => {
  const signed = await signJws(headerOf(algorithm), payload, keys[algorithm].privateKey);

  it("comes apart into what went into it", () => {
    expect(parseJws(signed)).toMatchObject({ header: headerOf(algorithm), payload });
  });

  it("verifies with the key that signed it and with no other (Q76)", async () => {
    const { publicKey } = await newKeys(algorithm);
    expect(await verifies(signed, algorithm)).toBe(true);
    expect(await verifies(signed, algorithm, publicKey)).toBe(false);
  });

  it("does not verify once any one character of it has changed", async () => {
    const altered = Array.from(signed, (character, index) => {
      return signed.slice(0, index) + (character === "A" ? "B" : "A") + signed.slice(index + 1);
    });
    const verified = await verifyEach(altered, algorithm);
    expect(altered.filter((_, index) => verified[index])).toEqual([]);
  });
});

describe("an ES256 signature", () => {
  const size = 32;
  const order = Buffer.from("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", "hex");
  const input = Buffer.from(`${header}.${body}`);
  const genuine = Buffer.from(signature, "base64url");

  it("is r and s side by side, 64 bytes", () => {
    expect(genuine).toHaveLength(2 * size);
  });

  it.each([
    ["in DER", sign("sha256", input, keys.ES256.privateKey)],
    ["of zeros", Buffer.alloc(2 * size)],
    ["whose r is zero", Buffer.concat([Buffer.alloc(size), genuine.subarray(size)])],
    ["whose s is zero", Buffer.concat([genuine.subarray(0, size), Buffer.alloc(size)])],
    ["whose r and s are the order of the curve", Buffer.concat([order, order])],
    ["of all ones", Buffer.alloc(2 * size, 0xff)],
    ["of one byte", Buffer.from([1])],
    ["without its last byte", genuine.subarray(0, -1)],
    ["with a byte more", Buffer.concat([genuine, Buffer.alloc(1)])],
    ["twice", Buffer.concat([genuine, genuine])],
    ["made over SHA-512", sign("sha512", input, { key: keys.ES256.privateKey, dsaEncoding: "ieee-p1363" })],
  ])("%s is refused", async (_, bytes) => {
    expect(await verifies(token, "ES256")).toBe(true);
    expect(await verifies(withSignature(bytes), "ES256")).toBe(false);
  });
});

describe("the spelling of a JWS", () => {
  const spaced = (at: number) => `${token.slice(0, at)} ${token.slice(at)}`;

  it.each([
    ["padding after the header", `${header}=.${body}.${signature}`],
    ["padding after the payload", `${header}.${body}==.${signature}`],
    ["padding after the signature", `${token}==`],
    ["a space before it", ` ${token}`],
    ["a space after it", `${token} `],
    ["a line break after it", `${token}\n`],
    ["a line break in it", `${header}.\r\n${body}.${signature}`],
    ["a space in the header", spaced(5)],
    ["a space in the signature", spaced(token.length - 5)],
    ["a NUL after it", `${token}\0`],
    ["a tab before a dot", `${header}\t.${body}.${signature}`],
    ["a byte order mark", `\ufeff${token}`],
    ["fullwidth dots", token.replaceAll(".", "\uff0e")],
    ["percent signs", token.replaceAll(".", "%2e")],
    ["a scheme", `Bearer ${token}`],
    ["quotes", `"${token}"`],
  ])("is not free to have %s (Q81)", (_, text) => {
    expect(parseJws(token)).not.toBeNull();
    expect(parseJws(text)).toBeNull();
  });

  it("is not free to use + and / for - and _ (Q81)", async () => {
    const full = (text: string) => text.includes("-") && text.includes("_");
    let candidate = token;
    while (!full(candidate)) candidate = await signJws(headerOf("ES256"), payload, keys.ES256.privateKey);
    expect(await verifies(candidate, "ES256")).toBe(true);
    for (const [safe, plain] of [
      ["-", "+"],
      ["_", "/"],
    ] as const) {
      expect(parseJws(candidate.replaceAll(safe, plain))).toBeNull();
      expect(parseJws(candidate.replace(safe, plain))).toBeNull();
    }
  });

  it.each([1, 2, 3])("has one form of each part's unused bits, whatever the part's length (Q81)", async (length) => {
    const filler = "x".repeat(length);
    const signer = keySigner(keys.ES256.privateKey);
    const padded = compactJws({ ...headerOf("ES256"), x: filler }, { n: filler }, signer);
    const parts = padded.split(".");
    const respelled = parts.flatMap((part, index) =>
      otherSpellings(part).map((other) => parts.with(index, other).join(".")),
    );
    expect(await verifies(padded, "ES256")).toBe(true);
    expect(respelled.length).toBeGreaterThanOrEqual(15);
    expect(respelled.filter((text) => parseJws(text) !== null)).toEqual([]);
  });

  it.each([
    ["nothing", ""],
    ["one part", header],
    ["two parts", `${header}.${body}`],
    ["two parts and a dot", `${header}.${body}.`],
    ["four parts", `${token}.${signature}`],
    ["an empty fourth part", `${token}.`],
    ["five parts", `${token}.${body}.${signature}`],
    ["a dot before", `.${token}`],
    ["no header", `.${body}.${signature}`],
    ["no payload", `${header}..${signature}`],
    ["dots alone", ".."],
    ["JSON, flattened", JSON.stringify({ protected: header, payload: body, signature })],
    ["JSON, general", JSON.stringify({ payload: body, signatures: [{ protected: header, signature }] })],
  ])("is not %s (Q81)", (_, text) => {
    expect(parseJws(text)).toBeNull();
  });

  it.each<[string, unknown]>([
    ["a list", []],
    ["a text", '"text"'],
    ["a number", 7],
    ["null", "null"],
    ["no JSON", "{sub:1}"],
    ["JSON and more", '{"sub":1}{}'],
    ["JSON after a byte order mark", '\ufeff{"sub":1}'],
    ["JSON that is not in UTF-8", Buffer.from('{"sub":"\xe4"}', "latin1")],
  ])("has objects for header and payload, not %s", (_, value) => {
    const signer = keySigner(keys.ES256.privateKey);
    expect(parseJws(compactJws(headerOf("ES256"), value, signer))).toBeNull();
    expect(parseJws(compactJws(value, payload, signer))).toBeNull();
  });

  it("ends at 4096 characters: a longer one is refused unread (Q96)", async () => {
    const signer = keySigner(keys.ES256.privateKey);
    const tokens = Array.from({ length: 20 }, (_, more) =>
      compactJws(headerOf("ES256"), { n: "x".repeat(2_940 + more) }, signer),
    );
    const short = tokens.filter((text) => text.length <= 4_096);
    const long = tokens.filter((text) => text.length > 4_096);
    expect(await verifyEach(short, "ES256")).toEqual(short.map(() => true));
    expect(long.map((text) => parseJws(text))).toEqual(long.map(() => null));
    expect(Math.min(short.length, long.length)).toBeGreaterThan(0);
  });
});

/** The texts that a lenient decoder reads as the same bytes: the last character's unused bits set otherwise. */
function otherSpellings(part: string): string[] {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const bytes = Buffer.from(part, "base64url");
  return Array.from(alphabet, (last) => part.slice(0, -1) + last).filter(
    (text) => text !== part && Buffer.from(text, "base64url").equals(bytes),
  );
}
