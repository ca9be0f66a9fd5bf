import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

type Unwrap = (signature: Uint8Array, crv: number) => Uint8Array;

const load = async (file: string): Promise<Unwrap> =>
  (await import(pathToFileURL(join(import.meta.dirname, "../..", file)).href)).unwrapEC2Signature;

const ours = await load("vendor/ec2-signature/index.js");
const library = await load("node_modules/@simplewebauthn/server/esm/helpers/iso/isoCrypto/unwrapEC2Signature.js");

const curves = [
  ["P-256", 1],
  ["P-384", 2],
  ["P-521", 3],
] as const;

/** Bytes that are the same each time. */
const noise = (index: number) => createHash("sha256").update(String(index)).digest();

/** DER of two numbers as they are given, whether they should be there or not. */
function der(...numbers: Uint8Array[]): Buffer {
  const parts = numbers.map((number) => Buffer.concat([Buffer.from([0x02, number.length]), number]));
  const inside = Buffer.concat(parts);
  const long = inside.length > 0x7f ? [0x81, inside.length] : [inside.length];
  return Buffer.concat([Buffer.from([0x30, ...long]), inside]);
}

const outcome = (unwrap: Unwrap, bytes: Uint8Array, crv: number) => {
  try {
    return Buffer.from(unwrap(bytes, crv)).toString("hex");
  } catch {
    return "refused";
  }
};

describe("what stands in for the reader of ECDSA signatures", () => {
  it.each(curves)("agrees with the library's own on signatures by %s", (namedCurve, crv) => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve });
    for (let round = 0; round < 300; round++) {
      const signature = sign("sha256", randomBytes(16), privateKey);
      expect(outcome(ours, signature, crv)).toBe(outcome(library, signature, crv));
      expect(outcome(ours, signature, crv)).toHaveLength(4 * { 1: 32, 2: 48, 3: 66 }[crv]);
    }
  });

  it("takes short numbers, as one signature in 256 has", () => {
    const short = der(Buffer.from([1]), Buffer.from([0, 0x80]));
    expect(outcome(ours, short, 1)).toBe(`${"01".padStart(64, "0")}${"80".padStart(64, "0")}`);
    expect(outcome(ours, short, 1)).toBe(outcome(library, short, 1));
  });

  it("takes nothing that the library refuses, whichever byte of a signature is another", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const signature = sign("sha256", randomBytes(16), privateKey);
    let refused = 0;
    for (let round = 0; round < 2_000; round++) {
      const [at = 0, value = 0] = noise(round);
      const changed = Buffer.from(signature);
      changed[at % (round % 2 ? 4 : changed.length)] = value;
      const answer = outcome(ours, changed, 1);
      if (answer === "refused") refused++;
      else expect(answer).toBe(outcome(library, changed, 1));
    }
    expect(refused).toBeGreaterThan(100);
  });

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["a tag alone", Buffer.from([0x30])],
    ["another tag", Buffer.from([0x31, 6, 2, 1, 1, 2, 1, 1])],
    ["one number", der(Buffer.from([1]))],
    ["a third number", der(Buffer.from([1]), Buffer.from([1]), Buffer.from([1]))],
    ["a byte behind it", Buffer.concat([der(Buffer.from([1]), Buffer.from([1])), Buffer.from([0])])],
    ["an empty number", der(Buffer.alloc(0), Buffer.from([1]))],
    ["a negative number", der(Buffer.from([0x80]), Buffer.from([1]))],
    ["a zero too many", der(Buffer.from([0, 1]), Buffer.from([1]))],
    ["a length in two bytes that needs one", Buffer.from([0x30, 0x81, 6, 2, 1, 1, 2, 1, 1])],
    ["a length without end", Buffer.from([0x30, 0x80, 2, 1, 1, 2, 1, 1, 0, 0])],
    ["a number that is cut off", Buffer.from([0x30, 4, 2, 9, 1, 1])],
    ["a number that is longer than the curve", der(Buffer.alloc(33, 1), Buffer.from([1]))],
  ])("refuses %s", (_, bytes) => {
    expect(outcome(ours, bytes, 1)).toBe("refused");
  });

  it("refuses curves that there are none of", () => {
    expect(outcome(ours, der(Buffer.from([1]), Buffer.from([1])), 8)).toBe("refused");
  });
});
