import { createPublicKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../packages/functions/src/config.ts";
import { refusalOf, serviceTokenOf } from "../support/accounts.ts";
import {
  compactJws,
  confusedTokens,
  encode,
  hmacSigner,
  keySigner,
  selfMadeTokens,
  takeApart,
  unsignedTokens,
} from "../support/forged-tokens.ts";
import { anAccount, openInside, openTarget, readMe } from "./target.ts";

describe("an access token", () => {
  it("names no algorithm of its own: none, or the public key as a secret (Hono CVE-2026-22817 and -22818)", async (test) => {
    const target = openTarget();
    const { token } = await anAccount(test, target);
    const jwks = await (await target.call("GET", "/.well-known/jwks.json")).text();
    const publicKey = createPublicKey({ key: JSON.parse(jwks).keys[0], format: "jwk" });
    const forgeries = [...unsignedTokens(token).slice(0, 12), ...confusedTokens(token, publicKey, jwks).slice(0, 24)];
    for (const [name, forged] of forgeries) {
      expect([name, await refusalOf(await readMe(target, forged))]).toEqual([name, "401 invalid_token"]);
    }
  });

  it("brings no key of its own, nor the address of one (class: keys from headers)", async (test) => {
    const target = openTarget();
    const { token } = await anAccount(test, target);
    for (const [name, forged] of selfMadeTokens(token, "https://attacker.example")) {
      expect([name, await refusalOf(await readMe(target, forged))]).toEqual([name, "401 invalid_token"]);
    }
  });

  it("has an end that is a number, or none at all is believed (Hono CVE-2026-44459)", async (test) => {
    const inside = openInside(test, "only whoever has the signing key can make such a token");
    const { token } = await anAccount(test, inside);
    const { header, claims } = takeApart(token);
    const sign = keySigner((await inside.dependencies.keyRing.signer()).privateKey());
    const ends = ["never", String(claims.exp), null, undefined, true, [claims.exp], {}, "9".repeat(20)];
    for (const exp of ends) {
      const forged = compactJws(header, { ...claims, exp }, sign);
      expect([exp, await refusalOf(await readMe(inside, forged))]).toEqual([exp, "401 invalid_token"]);
    }
  });

  it("for another service is good for nothing here (Hono 4.10.2, which asked nobody's name)", async (test) => {
    const inside = openInside(test, "nobody outside knows which services it has");
    const { token } = await anAccount(test, inside);
    const foreign = await serviceTokenOf(inside, token);
    expect(await refusalOf(await readMe(inside, foreign))).toBe("401 invalid_token");
  });

  it("keyed with an empty secret is refused, and none starts with one (SigNoz CVE-2026-97055)", async (test) => {
    const target = openTarget();
    const { token } = await anAccount(test, target);
    const { header, claims } = takeApart(token);
    for (const secret of ["", "\0", "undefined", "null", "secret"]) {
      const forged = compactJws({ ...header, alg: "HS256" }, claims, hmacSigner("HS256", secret));
      expect(await refusalOf(await readMe(target, forged))).toBe("401 invalid_token");
    }
    for (const SECRET_KEY of ["", " ", "secret", "a".repeat(64)]) {
      expect(() => parseConfig({ SECRET_KEY, ISSUER: "https://auth.example.test" })).toThrow("SECRET_KEY");
    }
  });

  it("is not decrypted, unpacked or followed, however large it says to be (jose GHSA-hhhv-q57g-882q)", async (test) => {
    const target = openTarget();
    const { token } = await anAccount(test, target);
    const { claims } = takeApart(token);
    const jwe = { alg: "dir", enc: "A256GCM", zip: "DEF" };
    const forgeries = [
      `${encode(jwe)}..${encode("iv")}.${encode("ciphertext")}.${encode("tag")}`,
      `${encode({ ...jwe, alg: "PBES2-HS256+A128KW", p2c: 2_147_483_647 })}.AA.AA.AA.AA`,
      `${encode({ alg: "ES256", zip: "DEF" })}.${encode(claims)}.AA`,
    ];
    for (const forged of forgeries) expect(await refusalOf(await readMe(target, forged))).toBe("401 invalid_token");
  });
});
