import { describe, expect, it } from "vitest";
import { extendedHeaders, wrongClaims, wrongPayloads, wrongTypes } from "../../../../test/support/forged-claims.ts";
import { compactJws, type Json, keySigner, takeApart } from "../../../../test/support/forged-tokens.ts";
import { openEmbeddedDatabase } from "../database/embedded.ts";
import { systemClock } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import { createSecrets } from "../kernel/secrets.ts";
import type { SigningAlgorithm } from "../kernel/settings.ts";
import { createAccessTokens } from "./access-token.ts";
import { createKeyRing } from "./key-ring.ts";
import { signingKeys } from "./signing-key.store.ts";

const start = Date.parse("2026-03-01T12:00:00.000Z");
const secrets = createSecrets(["k3J9vQ2mX7pL5wR8tY4uN6bC1zA0sD-fG_hJeKiOlPq"]);
const subject = {
  userId: newId("user", new Date(start)),
  sessionId: newId("sess", new Date(start)),
  roles: ["admin"] as const,
  authenticatedAt: new Date(start - 90_500),
  amr: ["pwd"],
  acr: "1" as const,
};

/** A clock that stands still until a test moves it, to the millisecond. */
function createTokens(signingAlgorithm: SigningAlgorithm = "ES256") {
  const time = { now: start };
  const clock = { ...systemClock, now: () => new Date(time.now) };
  const settings = { issuer: "https://auth.example.test", accessTokenTtl: 600, signingAlgorithm };
  const collection = openEmbeddedDatabase({ definitions: [signingKeys] }).collection(signingKeys);
  const keyRing = createKeyRing({ collection, secrets, clock, settings });
  return { time, keyRing, settings, clock, ...createAccessTokens({ keyRing, clock, settings }) };
}

/** A token and the means to sign another with the service's own key. */
async function createGenuine(signingAlgorithm?: SigningAlgorithm) {
  const tokens = createTokens(signingAlgorithm);
  const { accessToken } = await tokens.issue(subject);
  const signer = keySigner((await tokens.keyRing.signer()).privateKey());
  const { header, claims } = takeApart(accessToken);
  const resign = (changes: Json, headerChanges: Json = {}) =>
    compactJws({ ...header, ...headerChanges }, { ...claims, ...changes }, signer);
  return { ...tokens, accessToken, header, claims, signer, resign };
}

describe("an access token", () => {
  it("carries exactly the claims that it promises (Q85)", async () => {
    const { header, claims, keyRing } = await createGenuine();
    const now = start / 1000;
    expect(header).toEqual({ alg: "ES256", typ: "at+jwt", kid: (await keyRing.signer()).kid });
    expect(claims).toEqual({
      iss: "https://auth.example.test",
      sub: subject.userId,
      aud: "https://auth.example.test",
      exp: now + 600,
      iat: now,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      client_id: "rollcall",
      sid: subject.sessionId,
      auth_time: now - 91,
      amr: ["pwd"],
      acr: "1",
      roles: ["admin"],
    });
  });

  it("has a jti that no other token has, though all else be the same (Q85)", async () => {
    const tokens = createTokens();
    const issued = await Promise.all(Array.from({ length: 500 }, () => tokens.issue(subject)));
    expect(new Set(issued.map(({ accessToken }) => takeApart(accessToken).claims.jti)).size).toBe(500);
  });

  it("lives for the set time, and says so (Q87)", async () => {
    const { issue } = createTokens();
    const { accessToken, expiresIn } = await issue(subject);
    const { exp, iat } = takeApart(accessToken).claims;
    expect([Number(exp) - Number(iat), expiresIn]).toEqual([600, 600]);
  });

  it.each(["ES256", "RS256"] as const)("is signed with %s where that is selected (Q76)", async (algorithm) => {
    const { header, accessToken, verify, claims } = await createGenuine(algorithm);
    expect(header.alg).toBe(algorithm);
    expect(await verify(accessToken)).toEqual(claims);
  });

  it("has fewer than the 4096 characters that are read at most (Q96)", async () => {
    const { accessToken } = await createGenuine("RS256");
    expect(accessToken.length).toBeLessThan(1_200);
  });
});

describe("the life of an access token", () => {
  it("ends at exp, to the millisecond (Q82)", async () => {
    const { time, verify, accessToken } = await createGenuine();
    time.now = start + 599_999;
    expect(await verify(accessToken)).not.toBeNull();
    time.now = start + 600_000;
    expect(await verify(accessToken)).toBeNull();
  });

  it.each(["iat", "nbf"])(
    "may begin 60 seconds from now by %s, because clocks differ, and not later (Q98)",
    async (claim) => {
      const { verify, resign } = await createGenuine();
      const now = start / 1000;
      expect(await verify(resign({ [claim]: now + 60 }))).not.toBeNull();
      expect(await verify(resign({ [claim]: now + 61 }))).toBeNull();
    },
  );

  it("is looked at on every use, also of a token that was accepted before (Q82)", async () => {
    const { time, verify, accessToken } = await createGenuine();
    expect(await verify(accessToken)).not.toBeNull();
    time.now = start - 61_000;
    expect(await verify(accessToken)).toBeNull();
    time.now = start;
    expect(await verify(accessToken)).not.toBeNull();
    time.now = start + 601_000;
    expect(await verify(accessToken)).toBeNull();
  });
});

describe("the check of an access token", () => {
  it("drops claims that it does not know", async () => {
    const { verify, resign, claims } = await createGenuine();
    expect(await verify(resign({ email: "ada@example.com", isAdmin: true }))).toEqual(claims);
  });

  it("accepts the long form of the type (Q83)", async () => {
    const { verify, resign } = await createGenuine();
    expect(await verify(resign({}, { typ: "application/at+jwt" }))).not.toBeNull();
  });

  it("accepts a token for this service alone: for no other, and not for several (Q82, Q187)", async () => {
    const { verify, issue, resign, settings } = await createGenuine();
    expect(await verify((await issue(subject)).accessToken)).not.toBeNull();
    expect(await verify((await issue(subject, "orders")).accessToken)).toBeNull();
    for (const aud of [[settings.issuer], [settings.issuer, "orders"], `${settings.issuer}/`, "rollcall"]) {
      expect(await verify(resign({ aud })), String(aud)).toBeNull();
    }
  });

  it("takes the algorithm from the key, never from the header (Q76)", async () => {
    const { verify, resign, accessToken } = await createGenuine();
    const names = ["es256", "ES256K", "ES384", "ES512", "RS256", "PS256", "EdDSA", "HS256", "SHA256", "ES256 "];
    expect(await verify(accessToken)).not.toBeNull();
    for (const alg of names) expect(await verify(resign({}, { alg })), alg).toBeNull();
  });

  it("refuses every wrong claim, type and header by itself, though the signature is right (Q82, Q83, Q84)", async () => {
    const { verify, resign, ...parts } = await createGenuine();
    const now = start / 1000;
    const forgeries = [
      ...wrongClaims(parts, now),
      ...wrongPayloads(parts),
      ...wrongTypes(parts),
      ...extendedHeaders(parts),
    ];
    const accepted: string[] = [];
    for (const [name, token] of forgeries) if (await verify(token)) accepted.push(name);
    expect(accepted).toEqual([]);
    expect(await verify(resign({}))).not.toBeNull();
  });

  it("refuses the token of another service with the same names and other keys", async () => {
    const other = await createGenuine();
    const { verify } = await createGenuine();
    expect(await verify(other.accessToken)).toBeNull();
  });

  it("accepts the token of another issuer in neither direction (Q82)", async () => {
    const { keyRing, clock, settings, accessToken, verify } = await createGenuine();
    const other = createAccessTokens({ keyRing, clock, settings: { ...settings, issuer: "https://auth.example.org" } });
    expect(await other.verify(accessToken)).toBeNull();
    expect(await verify((await other.issue(subject)).accessToken)).toBeNull();
    expect(await verify((await other.issue(subject, settings.issuer)).accessToken)).toBeNull();
  });

  it("answers null to any text at all (Q82)", async () => {
    const { verify, accessToken } = await createGenuine();
    const texts = [
      "",
      ".",
      "..",
      "...",
      "\0",
      "\ud800.\ud800.\ud800",
      "é.é.é",
      "null",
      "[object Object]",
      "e30.e30.e30",
    ];
    const cut = Array.from(accessToken, (_, length) => accessToken.slice(0, length));
    for (const text of [...texts, ...cut, `${accessToken}\n`, ` ${accessToken}`]) expect(await verify(text)).toBeNull();
    expect(await verify(accessToken)).not.toBeNull();
  });

  it("does not confuse a token with one accepted before that differs in its signature alone", async () => {
    const { verify, accessToken, resign } = await createGenuine();
    expect(await verify(accessToken)).not.toBeNull();
    const other = resign({ jti: "another" });
    const spliced = accessToken.slice(0, accessToken.lastIndexOf(".")) + other.slice(other.lastIndexOf("."));
    expect(await verify(spliced)).toBeNull();
  });

  it("goes on after thousands of tokens, the first of them included", async () => {
    const { verify, issue, accessToken, claims } = await createGenuine();
    for (let round = 0; round < 1_200; round++) {
      expect(await verify((await issue(subject)).accessToken)).not.toBeNull();
    }
    expect(await verify(accessToken)).toEqual(claims);
  });
});
