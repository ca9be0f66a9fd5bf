import { describe, expect, it } from "vitest";
import { testSecret } from "../../../../test/support/rollcall.ts";
import { parseConfig } from "../config.ts";
import { parseAuthorizerConfig } from "./authorizer.ts";

const environment = { SECRET_KEY: testSecret, ISSUER: "https://auth.example.test" };

describe("the services that tokens may be asked for", () => {
  const parse = (AUDIENCES: string) => parseConfig({ ...environment, AUDIENCES }).settings.audiences;
  const uri = "https://orders.example.com/v1";

  it.each<[string, string[]]>([
    ["", []],
    ["orders", ["orders"]],
    ["orders, billing ,", ["orders", "billing"]],
    [`${uri},urn:example:billing`, [uri, "urn:example:billing"]],
    ["api://6b1f2c1e", ["api://6b1f2c1e"]],
  ])("are read from AUDIENCES: %j (Q187)", (value, audiences) => {
    expect(parse(value)).toEqual(audiences);
  });

  it.each([
    ["two words", "the orders"],
    ["a colon that makes no URI", ":orders"],
    ["a letter that is not ASCII", "bestellungen-für-alle"],
    ["a quote", 'orders"'],
    ["201 characters", "o".repeat(201)],
  ])("are refused with %s", (_, value) => {
    expect(() => parse(`billing,${value}`)).toThrow(/^AUDIENCES: expected services such as/);
  });

  it("are refused when one is listed twice", () => {
    expect(() => parse("orders,billing,orders")).toThrow("AUDIENCES: names a service twice");
  });

  it.each(["https://auth.example.test", "https://auth.example.test/", "HTTPS://AUTH.example.test:443"])(
    "are refused when this service is among them: %s (Q187)",
    (value) => {
      expect(() => parse(`orders,${value}`)).toThrow("AUDIENCES: names ISSUER, this service itself");
    },
  );

  it("are not read from AUDIENCE, whose place they take", () => {
    expect(() => parseConfig({ ...environment, AUDIENCE: "orders" })).toThrow(
      /^AUDIENCE: is not read any more.* AUDIENCES/,
    );
    expect(parseConfig({ ...environment, AUDIENCE: "" }).settings.audiences).toEqual([]);
  });

  it("are exactly one for an authorizer, which accepts no other's tokens (Q187)", () => {
    const { ISSUER } = environment;
    expect(parseAuthorizerConfig({ ISSUER, AUDIENCES: "orders" }).verifier).toEqual({
      issuer: ISSUER,
      audience: "orders",
      jwksUri: `${ISSUER}/.well-known/jwks.json`,
    });
    for (const AUDIENCES of [undefined, "orders,billing"]) {
      expect(() => parseAuthorizerConfig({ ISSUER, AUDIENCES })).toThrow("AUDIENCES: expected the one service");
    }
    expect(() => parseAuthorizerConfig({ ISSUER, AUDIENCES: ISSUER })).toThrow("AUDIENCES: names ISSUER");
    expect(() => parseAuthorizerConfig({ ISSUER, AUDIENCE: "orders", AUDIENCES: "orders" })).toThrow(/^AUDIENCE: /);
  });

  it("are asked for as strong and as recent a proof as an authorizer is told to (Q109)", () => {
    const demandOf = (variables: Record<string, string>) =>
      parseAuthorizerConfig({ ISSUER: environment.ISSUER, AUDIENCES: "orders", ...variables }).demand;
    expect(demandOf({})).toEqual({ acr: "1" });
    expect(demandOf({ AUTHORIZER_ACR: "2", AUTHORIZER_MAX_AGE: "300" })).toEqual({ acr: "2", maxAge: 300 });
    for (const AUTHORIZER_ACR of ["0", "3", "two"])
      expect(() => demandOf({ AUTHORIZER_ACR })).toThrow(/^AUTHORIZER_ACR: expected /);
    for (const AUTHORIZER_MAX_AGE of ["0", "59", "86401", "5m"])
      expect(() => demandOf({ AUTHORIZER_MAX_AGE })).toThrow(/^AUTHORIZER_MAX_AGE: expected /);
  });

  it("may be told another place than the issuer for its keys", () => {
    const read = (JWKS_URI: string) =>
      parseAuthorizerConfig({ ISSUER: environment.ISSUER, AUDIENCES: "orders", JWKS_URI }).verifier.jwksUri;
    expect(read("https://keys.example.test/jwks.json")).toBe("https://keys.example.test/jwks.json");
    for (const wrong of ["keys.example.test", "https://", "file:///jwks.json"]) {
      expect(() => read(wrong)).toThrow(/^JWKS_URI: expected the address of a key set$/);
    }
  });
});
