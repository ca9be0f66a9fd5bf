import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { decodeBase85, encodeBase85 } from "./base85.ts";

it("has the words of RFC 32's example", () => {
  expect(encodeBase85(Buffer.from("864fd26fb559f75b", "hex"))).toBe("HelloWorld");
  expect(decodeBase85("HelloWorld").toString("hex")).toBe("864fd26fb559f75b");
});

it("gives back every byte", () => {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.alloc(4, 255), randomBytes(4_096)]);
  expect(decodeBase85(encodeBase85(bytes)).equals(bytes)).toBe(true);
});
