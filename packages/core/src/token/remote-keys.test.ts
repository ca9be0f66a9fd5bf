import { generateKeyPairSync, type JsonWebKey } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { unusedPort } from "../../../../test/support/tcp-proxy.ts";
import { virtualClock } from "../kernel/clock.ts";
import { createRemoteKeys } from "./remote-keys.ts";

const jwk = (kid: string): JsonWebKey => ({
  ...generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" }),
  kid,
  alg: "ES256",
  use: "sig",
});

const rsaJwk = (modulusLength: number) =>
  generateKeyPairSync("rsa", { modulusLength }).publicKey.export({ format: "jwk" });

/** An issuer that publishes what a test tells it to, counts its readers, and can fail. */
async function startIssuer(keys: unknown[]) {
  const issuer = { keys, reads: 0, status: 200, body: undefined as string | undefined, location: "" };
  const server = createServer((_request, response) => {
    issuer.reads++;
    response.writeHead(issuer.status, issuer.location ? { location: issuer.location } : {});
    response.end(issuer.body ?? JSON.stringify({ keys: issuer.keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const clock = virtualClock();
  const jwksUri = `http://127.0.0.1:${port}/jwks.json`;
  return { issuer, clock, jwksUri, keys: createRemoteKeys({ jwksUri, clock }) };
}

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

it("reads again after five minutes, so that a key which is gone is gone", async () => {
  const { issuer, clock, keys } = await startIssuer([jwk("one")]);
  await keys.find("one");
  issuer.keys = [jwk("two")];
  clock.advance(299);
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

it("goes on for an hour with what it has while the issuer is away, and asks it every ten seconds at most", async () => {
  const { issuer, clock, keys } = await startIssuer([jwk("one")]);
  await keys.find("one");
  issuer.status = 503;
  clock.advance(300);
  for (let index = 0; index < 20; index++) expect(await keys.find("one")).not.toBeNull();
  expect(issuer.reads).toBe(2);
  clock.advance(3_300);
  await expect(keys.find("one")).rejects.toThrow("answered 503");
  issuer.status = 200;
  expect(await keys.find("one")).not.toBeNull();
});

it("has no keys, and says so, while the issuer has never answered", async () => {
  const { issuer, keys } = await startIssuer([jwk("one")]);
  issuer.status = 500;
  await expect(keys.find("one")).rejects.toThrow("answered 500");
  Object.assign(issuer, { status: 200, body: "<html>" });
  await expect(keys.find("one")).rejects.toThrow();
});

it("leaves out what is no key that this service signs with", async () => {
  const secret = { kty: "oct", k: "c2VjcmV0", kid: "secret", alg: "HS256" };
  const named = { kty: "oct", k: "c2VjcmV0", kid: "named", alg: "ES256" };
  const weak = { ...rsaJwk(1024), kid: "weak", alg: "RS256" };
  const others = [null, "x", secret, named, weak, { ...jwk("no-alg"), alg: undefined }, { ...jwk("off"), x: "AA" }];
  const { keys } = await startIssuer([...others, jwk("one"), { ...rsaJwk(2048), kid: "rsa", alg: "RS256" }]);
  for (const kid of ["secret", "named", "weak", "no-alg", "off"]) expect(await keys.find(kid)).toBeNull();
  expect(await keys.find("rsa")).not.toBeNull();
  expect(await keys.find("one")).not.toBeNull();
});

it("goes nowhere else for keys, whatever the issuer's address answers", async () => {
  const elsewhere = await startIssuer([jwk("one")]);
  const { issuer, keys } = await startIssuer([]);
  Object.assign(issuer, { status: 302, location: elsewhere.jwksUri });
  await expect(keys.find("one")).rejects.toThrow("cannot be reached");
  expect(elsewhere.issuer.reads).toBe(0);
});

it("says where the keys could not be had", async () => {
  const jwksUri = `http://127.0.0.1:${await unusedPort()}/jwks.json`;
  const keys = createRemoteKeys({ jwksUri, clock: virtualClock() });
  await expect(keys.find("one")).rejects.toThrow(`${jwksUri} cannot be reached`);
});
