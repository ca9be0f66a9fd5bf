import { createPublicKey, type JsonWebKey, KeyObject } from "node:crypto";
import { JwtVerifier } from "aws-jwt-verify";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { createVerifier } from "fast-jwt";
import { calculateJwkThumbprint, createRemoteJWKSet, jwtVerify } from "jose";
import jsonwebtoken from "jsonwebtoken";
import jwksRsa from "jwks-rsa";
import { describe, expect, it } from "vitest";
import { bodyOf, serviceTokenOf, signUp } from "../support/accounts.ts";
import { attacker, compactJws, hmacSigner, type Json, keySigner, takeApart } from "../support/forged-tokens.ts";
import { startLoopback } from "../support/loopback.ts";
import { startRollcall, type TestRollcall, testSettings } from "../support/rollcall.ts";

type Algorithm = "ES256" | "RS256";
/** Resolves to the claims of a token that it accepts, and rejects for every other. */
type Verify = (token: string) => Promise<unknown>;
type ServedKey = JsonWebKey & { kid: string };

const { issuer } = testSettings;
const audience = "orders";

/** Other people's libraries in the service `orders`, each told the issuer, the audience and where the keys are, as its README says. */
const strangers: Record<string, (jwksUri: string, algorithm: Algorithm) => Verify> = {
  jose(jwksUri, algorithm) {
    const keys = createRemoteJWKSet(new URL(jwksUri));
    const options = { issuer, audience, typ: "at+jwt", algorithms: [algorithm] };
    return async (token) => (await jwtVerify(token, keys, options)).payload;
  },
  "jsonwebtoken with jwks-rsa"(jwksUri, algorithm) {
    const keys = jwksRsa({ jwksUri, cache: true });
    const keyOf: jsonwebtoken.GetPublicKeyOrSecret = ({ kid }, found) => {
      keys.getSigningKey(kid).then((key) => found(null, key.getPublicKey()), found);
    };
    return (token) =>
      new Promise((resolve, reject) => {
        jsonwebtoken.verify(token, keyOf, { issuer, audience, algorithms: [algorithm] }, (error, claims) =>
          error ? reject(error) : resolve(claims),
        );
      });
  },
  "fast-jwt"(jwksUri, algorithm) {
    const key = async ({ header }: { header: Json }) => {
      const { keys } = await bodyOf<{ keys: ServedKey[] }>(await fetch(jwksUri));
      const jwk = keys.find(({ kid }) => kid === header.kid);
      if (!jwk) throw new Error("No such key");
      return createPublicKey({ key: jwk, format: "jwk" }).export({ format: "pem", type: "spki" });
    };
    const options = { allowedIss: issuer, allowedAud: audience, checkTyp: "at+jwt", algorithms: [algorithm] };
    return createVerifier({ key, ...options });
  },
  "aws-jwt-verify"(jwksUri) {
    // It fetches over HTTPS alone, so it is lent a fetch that may use the loopback.
    const fetcher = { fetch: async (uri: string) => (await fetch(uri)).arrayBuffer() };
    const jwksCache = new SimpleJwksCache({ fetcher });
    const verifier = JwtVerifier.create({ issuer, audience, jwksUri }, { jwksCache });
    return (token) => verifier.verify(token);
  },
};

async function startServed(signingAlgorithm: Algorithm) {
  const rollcall = startRollcall({ settings: { signingAlgorithm } });
  const { url } = await startLoopback(rollcall);
  const jwksUri = `${url}/.well-known/jwks.json`;
  const { accessToken } = (await signUp(rollcall)).tokens;
  const token = await serviceTokenOf(rollcall, accessToken, audience);
  const key = await rollcall.dependencies.keyRing.signer();
  return { rollcall, jwksUri, accessToken, token, key };
}

describe.each(["ES256", "RS256"] as const)("a token signed with %s", (algorithm) => {
  it.each(Object.entries(strangers))(
    "is accepted by %s, and nothing else is: no forgery, and no token for others (Q91, Q187)",
    async (_, createVerify) => {
      const { rollcall, jwksUri, accessToken, token, key } = await startServed(algorithm);
      const verify = createVerify(jwksUri, algorithm);
      const { header, claims } = takeApart(token);
      const signer = keySigner(key.privateKey());
      const resigned = (changes: Json) => compactJws(header, { ...claims, ...changes }, signer);
      const now = Math.floor(Date.now() / 1000);
      const signature = Buffer.from(token.slice(token.lastIndexOf(".") + 1), "base64url");
      const pem = KeyObject.from(key.publicKey).export({ format: "pem", type: "spki" });
      const forgeries: Record<string, string> = {
        "altered claims": compactJws(header, { ...claims, roles: ["admin"] }, () => signature),
        "the attacker's key": compactJws({ ...header, alg: "ES256" }, claims, keySigner(attacker.privateKey)),
        "a kid of no key": compactJws({ ...header, kid: "attacker" }, claims, keySigner(attacker.privateKey)),
        "no signature": compactJws({ ...header, alg: "none" }, claims, () => Buffer.alloc(0)),
        "the public key as a secret": compactJws({ ...header, alg: "HS256" }, claims, hmacSigner("HS256", pem)),
        expired: resigned({ exp: now - 1, iat: now - 601 }),
        "for Rollcall itself": accessToken,
        "for another service": await serviceTokenOf(rollcall, accessToken, "https://billing.example.test"),
        "of another issuer": resigned({ iss: "https://evil.example" }),
      };
      expect(await verify(token)).toMatchObject(claims);
      expect(await verify(resigned({}))).toMatchObject(claims);
      for (const [name, forgery] of Object.entries(forgeries)) {
        await expect(verify(forgery), name).rejects.toThrow();
      }
    },
  );

  it("is accepted by strangers after the keys have been rotated (Q91)", async () => {
    const { rollcall, jwksUri, token, key } = await startServed(algorithm);
    await rollcall.dependencies.keyRing.rotate();
    rollcall.clock.advance(7_500);
    await rollcall.dependencies.keyRing.rotate();
    rollcall.clock.advance(-7_500);
    const bob = await signUp(rollcall, "bob@example.com");
    const renewed = await serviceTokenOf(rollcall, bob.tokens.accessToken, audience);
    expect(takeApart(renewed).header.kid).not.toBe(key.kid);
    for (const createVerify of Object.values(strangers)) {
      const verify = createVerify(jwksUri, algorithm);
      expect(await verify(token)).toMatchObject(takeApart(token).claims);
      expect(await verify(renewed)).toMatchObject(takeApart(renewed).claims);
    }
  });
});

const keySetOf = (rollcall: TestRollcall, headers: Record<string, string> = {}) =>
  rollcall.call("GET", "/.well-known/jwks.json", { headers });

describe("the served key set", () => {
  const members = {
    ES256: ["alg", "crv", "kid", "kty", "use", "x", "y"],
    RS256: ["alg", "e", "kid", "kty", "n", "use"],
  };

  it.each(["ES256", "RS256"] as const)(
    "holds the public members of strong %s keys and no others (Q88)",
    async (algorithm) => {
      const rollcall = startRollcall({ settings: { signingAlgorithm: algorithm } });
      await rollcall.dependencies.keyRing.rotate();
      const { keys } = await bodyOf<{ keys: ServedKey[] }>(await keySetOf(rollcall));
      expect(keys).toHaveLength(2);
      for (const key of keys) {
        expect(Object.keys(key).sort()).toEqual(members[algorithm]);
        expect(key).toMatchObject({ alg: algorithm, use: "sig" });
        const { asymmetricKeyDetails } = createPublicKey({ key, format: "jwk" });
        expect(asymmetricKeyDetails).toEqual(
          algorithm === "ES256" ? { namedCurve: "prime256v1" } : { modulusLength: 2_048, publicExponent: 65_537n },
        );
      }
    },
  );

  it("names each key by its thumbprint, so that no two have one name (Q88)", async () => {
    const rollcall = startRollcall();
    await rollcall.dependencies.keyRing.rotate();
    const both = startRollcall({ shares: rollcall.storage, settings: { signingAlgorithm: "RS256" } });
    await both.dependencies.keyRing.signer();
    const { keys } = await bodyOf<{ keys: ServedKey[] }>(await keySetOf(both));
    expect(keys).toHaveLength(3);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(3);
    for (const key of keys) expect(key.kid).toBe(await calculateJwkThumbprint(key as { kty: string }));
  });

  it("may be kept for not quite five minutes by anybody, and read by any page (Q89)", async () => {
    const rollcall = startRollcall({ corsOrigins: ["https://app.example.com"] });
    for (const origin of [undefined, "https://app.example.com", "https://evil.example", "null"]) {
      const response = await keySetOf(rollcall, origin === undefined ? {} : { origin });
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toMatch(/^application\/json/);
      expect(response.headers.get("cache-control")).toBe("public, max-age=290");
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      expect(response.headers.get("access-control-allow-credentials")).toBeNull();
    }
  });

  it("is the same for who sends a token, and sets no cookie (Q89)", async () => {
    const rollcall = startRollcall();
    const token = (await signUp(rollcall)).tokens.accessToken;
    const response = await keySetOf(rollcall, { authorization: `Bearer ${token}x`, cookie: "a=b" });
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(await response.json()).toEqual(await (await keySetOf(rollcall)).json());
  });

  it("shows nothing of the private halves, and neither do the logs (Q88, Q100)", async () => {
    for (const signingAlgorithm of ["ES256", "RS256"] as const) {
      const rollcall = startRollcall({ settings: { signingAlgorithm } });
      await signUp(rollcall);
      const key = (await rollcall.dependencies.keyRing.signer()).privateKey().export({ format: "jwk" });
      const shown = (await (await keySetOf(rollcall)).text()) + rollcall.logs.join("\n");
      const secrets = [key.d, key.p, key.q, key.dp, key.dq, key.qi].filter((member) => member !== undefined);
      expect(secrets).toHaveLength(signingAlgorithm === "ES256" ? 1 : 6);
      for (const secret of secrets) expect(shown).not.toContain(secret);
    }
  });
});
