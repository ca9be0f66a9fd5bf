import { KeyObject } from "node:crypto";
import { generateKeyPair } from "jose";
import { describe, expect, it } from "vitest";
import { compactJws, keySigner } from "../../../../test/support/forged-tokens.ts";
import { virtualClock } from "../../../core/src/kernel/clock.ts";
import type { AccessTokenClaims } from "./access-token-claims.ts";
import { createTokenVerifier } from "./token-verifier.ts";

const issuer = "https://auth.example.test";
const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });

/** A verifier that knows one key, and counts how often it is looked for. */
function startVerifier() {
  const clock = virtualClock();
  const lookups: string[] = [];
  const find = async (kid: string) => {
    lookups.push(kid);
    return kid === "known" ? { kid, algorithm: "ES256" as const, publicKey } : null;
  };
  return { clock, lookups, verify: createTokenVerifier({ keys: { find }, clock, issuer, audience: "orders" }) };
}

function token({ claims = {}, header = {} }: { claims?: object; header?: object } = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: issuer,
    sub: "user_01h455vb4pex5vsknk084sn02q",
    aud: "orders",
    exp: now + 600,
    iat: now,
    jti: "1",
    client_id: "rollcall",
    sid: "sess_01h455vb4pex5vsknk084sn02q",
    auth_time: now,
    amr: ["pwd"],
    acr: "1",
    roles: [],
    ...claims,
  };
  return compactJws(
    { alg: "ES256", typ: "at+jwt", kid: "known", ...header },
    payload,
    keySigner(KeyObject.from(privateKey)),
  );
}

describe("the verifier of access tokens", () => {
  it("tells the claims of a good token", async () => {
    expect(await startVerifier().verify(token())).toMatchObject({ sub: "user_01h455vb4pex5vsknk084sn02q", roles: [] });
  });

  it("hands out claims that nobody can change for the next request with the token", async () => {
    const { verify } = startVerifier();
    const presented = token();
    const claims = (await verify(presented)) as AccessTokenClaims;
    expect(() => Object.assign(claims, { sub: "user_01h455vb4pex5vsknk084sn02r" })).toThrow(TypeError);
    expect(() => (claims.roles as string[]).push("admin")).toThrow(TypeError);
    expect(await verify(presented)).toMatchObject({ sub: "user_01h455vb4pex5vsknk084sn02q", roles: [] });
  });

  it.each<[string, string]>([
    ["has expired", token({ claims: { exp: Math.floor(Date.now() / 1000) } })],
    ["is not valid yet", token({ claims: { nbf: Math.floor(Date.now() / 1000) + 120 } })],
    ["is another issuer's", token({ claims: { iss: "https://other.example" } })],
    ["is no access token", token({ header: { typ: "JWT" } })],
    ["says what a critical member means", token({ header: { crit: ["exp"] } })],
    ["lacks a claim", token({ claims: { sid: undefined } })],
    ["is garbage", "x.y.z"],
  ])("refuses a token that %s without looking for a key", async (_, presented) => {
    const { verify, lookups } = startVerifier();
    expect(await verify(presented)).toBeNull();
    expect(lookups).toEqual([]);
  });

  it("forgets a token that it has seen before, when it expires or its key goes", async () => {
    const { verify, clock, lookups } = startVerifier();
    const presented = token();
    expect(await verify(presented)).not.toBeNull();
    expect(await verify(presented)).not.toBeNull();
    clock.advance(601);
    expect(await verify(presented)).toBeNull();
    expect(lookups).toEqual(["known", "known"]);
  });

  it("accepts one audience, spelled as it is and alone (Q187)", async () => {
    const { verify, lookups } = startVerifier();
    expect(await verify(token())).not.toBeNull();
    const others = [
      issuer,
      "billing",
      "Orders",
      "orders ",
      "",
      ["orders"],
      ["orders", "billing"],
      [],
      {},
      null,
      undefined,
    ];
    for (const aud of others) expect(await verify(token({ claims: { aud } })), JSON.stringify(aud)).toBeNull();
    // A token for somebody else never waits for a key.
    expect(lookups).toHaveLength(1);
  });
});
