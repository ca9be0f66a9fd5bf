import { generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";
import { jwk, startIssuer } from "../../../../test/support/issuer.ts";

const rsaJwk = (modulusLength: number) =>
  generateKeyPairSync("rsa", { modulusLength }).publicKey.export({ format: "jwk" });

it("finds the keys that an issuer publishes, and reads them once for any number of callers", async () => {
  const { issuer, keys } = await startIssuer([jwk("one"), jwk("two")]);
  const found = await Promise.all(["one", "two", "one", "two"].map((kid) => keys.find(kid)));
  expect(found.map((key) => `${key?.kid} ${key?.algorithm}`)).toEqual([
    "one ES256",
    "two ES256",
    "one ES256",
    "two ES256",
  ]);
  expect(issuer.reads).toBe(1);
});

it("reads again before five minutes are over, so that a key which is gone is gone", async () => {
  const { issuer, clock, keys } = await startIssuer([jwk("one")]);
  await keys.find("one");
  issuer.keys = [jwk("two")];
  clock.advance(289);
  expect(await keys.find("one")).not.toBeNull();
  clock.advance(1);
  expect(await keys.find("one")).toBeNull();
  expect(await keys.find("two")).not.toBeNull();
  expect(issuer.reads).toBe(2);
});

it("reads again for a key that it does not know, at most once in ten seconds (Q80)", async () => {
  const { issuer, clock, keys } = await startIssuer([jwk("one")]);
  await keys.find("one");
  issuer.keys.push(jwk("two"));
  clock.advance(11);
  expect(await keys.find("two")).not.toBeNull();
  for (let index = 0; index < 50; index++) expect(await keys.find(`unknown-${index}`)).toBeNull();
  expect(issuer.reads).toBe(2);
});

it("leaves out what is no key that this service signs with", async () => {
  const secret = { kty: "oct", k: "c2VjcmV0", kid: "secret", alg: "HS256" };
  const named = { kty: "oct", k: "c2VjcmV0", kid: "named", alg: "ES256" };
  const weak = { ...rsaJwk(1024), kid: "weak", alg: "RS256" };
  // Whatever it is asked to sign is its signature.
  const transparent = { ...rsaJwk(2048), e: "AQ", kid: "transparent", alg: "RS256" };
  const others = [
    null,
    "x",
    secret,
    named,
    weak,
    transparent,
    { ...jwk("no-alg"), alg: undefined },
    { ...jwk("off"), x: "AA" },
  ];
  const { keys } = await startIssuer([...others, jwk("one"), { ...rsaJwk(2048), kid: "rsa", alg: "RS256" }]);
  for (const kid of ["secret", "named", "weak", "transparent", "no-alg", "off"])
    expect(await keys.find(kid)).toBeNull();
  expect(await keys.find("rsa")).not.toBeNull();
  expect(await keys.find("one")).not.toBeNull();
});
