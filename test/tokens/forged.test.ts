import { KeyObject } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CompactEncrypt } from "jose";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Problem } from "../../packages/functions/src/http/problem.ts";
import { bodyOf, signUp } from "../support/accounts.ts";
import { extendedHeaders, respelledTokens, wrongClaims, wrongPayloads, wrongTypes } from "../support/forged-claims.ts";
import {
  attacker,
  compactJws,
  confusedTokens,
  type Forgery,
  keySigner,
  selfMadeTokens,
  strayKids,
  takeApart,
  unsignedTokens,
} from "../support/forged-tokens.ts";
import { laboriousTokens } from "../support/heavy-input.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";

/** A service and a token as it issues them, signed here: so that what is forged is all that differs. */
async function startWithToken(signingAlgorithm: "ES256" | "RS256" = "ES256") {
  const rollcall = startRollcall({ settings: { signingAlgorithm } });
  const { tokens } = await signUp(rollcall);
  const key = await rollcall.dependencies.keyRing.signer();
  const parts = { ...takeApart(tokens.accessToken), signer: keySigner(key.privateKey()) };
  return { rollcall, token: compactJws(parts.header, parts.claims, parts.signer), key, parts };
}

/** Presents each token; the genuine one is accepted before and after, so that it is the forgery that is refused. */
async function expectRefused(rollcall: TestRollcall, genuine: string, forgeries: Forgery[]): Promise<void> {
  const statusOf = async (token: string) => (await rollcall.call("GET", "/me", { token })).status;
  expect(forgeries.length).toBeGreaterThan(0);
  expect(await statusOf(genuine)).toBe(200);
  const answers: unknown[] = [];
  for (const [name, token] of forgeries) {
    const response = await rollcall.call("GET", "/me", { token });
    const { code } = await bodyOf<Problem>(response);
    answers.push([name, response.status, code, response.headers.get("www-authenticate")]);
  }
  expect(answers).toEqual(forgeries.map(([name]) => [name, 401, "invalid_token", 'Bearer error="invalid_token"']));
  expect(await statusOf(genuine)).toBe(200);
}

/** A server that serves the attacker's key to whoever can be made to ask, and notes who does. */
async function startTrap() {
  const keys = [{ ...attacker.publicKey.export({ format: "jwk" }), kid: "attacker", use: "sig", alg: "ES256" }];
  const asked: unknown[] = [];
  const server = createServer((_, response) => response.end(JSON.stringify({ keys })));
  server.on("connection", (socket) => asked.push(socket.remotePort));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const fetched = async (input: unknown) => {
    asked.push(input);
    return Response.json({ keys });
  };
  vi.stubGlobal("fetch", fetched);
  onTestFinished(() => void vi.unstubAllGlobals());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

describe.each(["ES256", "RS256"] as const)("where access tokens are signed with %s, GET /me refuses", (algorithm) => {
  it("a token without a signature, however its algorithm is spelled (Q77)", async () => {
    const { rollcall, token } = await startWithToken(algorithm);
    await expectRefused(rollcall, token, unsignedTokens(token));
  });

  it("a token keyed with the public key, in whatever form and with whatever HMAC (Q78)", async () => {
    const { rollcall, token, key } = await startWithToken(algorithm);
    const jwks = await (await rollcall.call("GET", "/.well-known/jwks.json")).text();
    await expectRefused(rollcall, token, confusedTokens(token, KeyObject.from(key.publicKey), jwks));
  });

  it("the genuine signature in another spelling (Q81)", async () => {
    const { rollcall, token } = await startWithToken(algorithm);
    await expectRefused(rollcall, token, respelledTokens(token));
  });
});

describe("GET /me refuses", () => {
  it("a token that brings its own key, and asks nobody for one (Q79)", async () => {
    const { rollcall, token } = await startWithToken();
    const trap = await startTrap();
    await expectRefused(rollcall, token, selfMadeTokens(token, trap.url));
    expect(trap.asked).toEqual([]);
  });

  it("a kid of no key, rightly signed, whatever else the kid may mean to somebody (Q80)", async () => {
    const { rollcall, token, parts } = await startWithToken();
    const forgeries = strayKids(String(parts.header.kid)).map((kid): Forgery => {
      return [
        `kid ${JSON.stringify(kid)?.slice(0, 40)}`,
        compactJws({ ...parts.header, kid }, parts.claims, parts.signer),
      ];
    });
    await expectRefused(rollcall, token, forgeries);
    expect(rollcall.logs.filter((line) => JSON.parse(line).level === "error")).toEqual([]);
  });

  it("the signature of another of the service's own keys under a kid (Q80)", async () => {
    const { rollcall, token, parts } = await startWithToken();
    const { kid } = await rollcall.dependencies.keyRing.rotate();
    await expectRefused(rollcall, token, [
      ["the next key's kid", compactJws({ ...parts.header, kid }, parts.claims, parts.signer)],
    ]);
  });

  it("claims that are wrong or of the wrong type, though the service's own key signed them (Q82)", async () => {
    const { rollcall, token, parts } = await startWithToken();
    const forgeries = [...wrongClaims(parts, Math.floor(Date.now() / 1000)), ...wrongPayloads(parts)];
    expect(forgeries.length).toBeGreaterThan(40);
    await expectRefused(rollcall, token, forgeries);
  });

  it("every type but that of an access token (Q83)", async () => {
    const { rollcall, token, parts } = await startWithToken();
    await expectRefused(rollcall, token, wrongTypes(parts));
  });

  it("headers that give the signature another meaning (Q84)", async () => {
    const { rollcall, token, parts } = await startWithToken();
    await expectRefused(rollcall, token, extendedHeaders(parts));
  });

  it("a token that another service signed in this one's name", async () => {
    const { rollcall, token } = await startWithToken();
    const other = await startWithToken();
    await expectRefused(rollcall, token, [["another service's", other.token]]);
  });

  it("a token of which any part was changed after it was signed (Q76)", async () => {
    const { rollcall, token, parts } = await startWithToken();
    const { header, claims } = parts;
    const signature = (): Buffer => Buffer.from(token.slice(token.lastIndexOf(".") + 1), "base64url");
    await expectRefused(rollcall, token, [
      ["roles", compactJws(header, { ...claims, roles: ["admin"] }, signature)],
      ["sub", compactJws(header, { ...claims, sub: "user_01h455vb4pex5vsknk084sn02q" }, signature)],
      ["exp", compactJws(header, { ...claims, exp: Number(claims.exp) + 3_600 }, signature)],
      ["header", compactJws({ ...header, x: 1 }, claims, signature)],
      ["order of the claims", compactJws(header, Object.fromEntries(Object.entries(claims).reverse()), signature)],
      ["signature", compactJws(header, claims, () => signature().reverse())],
    ]);
  });
});

describe("an encrypted token", () => {
  it("is refused, though it holds a genuine one encrypted to the service's own key (Q97)", async () => {
    for (const [algorithm, alg] of [
      ["ES256", "ECDH-ES"],
      ["RS256", "RSA-OAEP-256"],
    ] as const) {
      const { rollcall, token, key, parts } = await startWithToken(algorithm);
      const { kid, typ } = parts.header as { kid: string; typ: string };
      const encrypted = await new CompactEncrypt(Buffer.from(token))
        .setProtectedHeader({ alg, enc: "A256GCM", kid, typ, cty: "JWT" })
        .encrypt(KeyObject.from(key.publicKey));
      await expectRefused(rollcall, token, [[alg, encrypted]]);
    }
  });

  it("is refused, whatever work its header asks for (Q97)", async () => {
    const { rollcall, token, parts } = await startWithToken();
    await expectRefused(rollcall, token, laboriousTokens(parts));
  });
});
