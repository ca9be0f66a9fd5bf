import { bodyLimit } from "../../packages/functions/src/http/read-json.ts";
import { compactJws, encode, type Forgery, type Json, type Signer, takeApart } from "./forged-tokens.ts";

/* Input that is made to cost a server much: the tests say how it is refused, the timing checks how fast. */

const deepArray = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const withPassword = (value: string) => `{"email":"ada@example.com","password":${value}}`;

export const wideObject = (members: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: members }, (_, i) => [i, 0])));

/** What it is, the body of a sign-in, and the status that it gets. */
export const heavyBodies: [name: string, body: string, status: number][] = [
  ["100,000 arrays in each other", deepArray(100_000), 413],
  ["as many arrays in each other as fit", deepArray(bodyLimit / 2), 422],
  ["arrays in each other as a password", withPassword(deepArray(8_000)), 422],
  ["objects in each other", '{"a":'.repeat(2_700) + "0".padEnd(2_701, "}"), 422],
  ["4,000 members", wideObject(4_000), 413],
  ["as many members as fit", wideObject(1_900), 422],
  ["a number of 50,000 digits", withPassword("9".repeat(50_000)), 413],
  ["a number of 16,000 digits", withPassword("9".repeat(16_000)), 422],
  ["a number beyond all numbers", withPassword("1e999999"), 422],
];

/** Tokens that are too long, some of them rightly signed. */
export function heavyTokens(genuine: string, signer: Signer): string[] {
  const { header, claims } = takeApart(genuine);
  const sized = (length: number) => compactJws(header, { ...claims, x: "x".repeat(length) }, signer);
  return [
    sized(7_000),
    sized(100_000),
    compactJws(header, deepArray(50_000), signer),
    ".".repeat(10_000),
    `${genuine}${".".repeat(10_000)}`,
    "a.".repeat(10_000),
    "x".repeat(100_000),
    "=".repeat(100_000),
  ];
}

/** Tokens that ask for a decryption, one of them with a key that is made from a password in 2³¹ rounds. */
export function laboriousTokens({ header, claims, signer }: { header: Json; claims: Json; signer: Signer }): Forgery[] {
  const base = { enc: "A256GCM", kid: header.kid, typ: header.typ };
  const work = { ...base, alg: "PBES2-HS256+A128KW", p2s: "c2FsdHNhbHQ", p2c: 2 ** 31 };
  const jwe = (header: Json, key: string) =>
    [encode(header), key, "aXYtaXYtaXYtaXYt", "Y2lwaGVy", "dGFnLXRhZy10YWc"].join(".");
  return [
    ["dir", jwe({ ...base, alg: "dir" }, "")],
    ["PBES2", jwe(work, "a2V5LWtleS1rZXkta2V5")],
    ["PBES2 as a JWS", compactJws({ ...header, ...work }, claims, signer)],
  ];
}
