import { describe, expect, it } from "vitest";
import { parseConfig } from "../../packages/functions/src/config.ts";
import type { Problem } from "../../packages/functions/src/http/problem.ts";
import { bodyOf, refusalOf, signIn, signInAsAdministrator, signUp } from "../support/accounts.ts";
import { keySigner, takeApart } from "../support/forged-tokens.ts";
import { heavyTokens } from "../support/heavy-input.ts";
import { startRollcall, type TestRollcall, testSecret } from "../support/rollcall.ts";

/** What a bearer route says of a request's credentials: status, code and challenge. */
async function answerTo(rollcall: TestRollcall, headers: Record<string, string>, path = "/me") {
  const response = await rollcall.call("GET", path, { headers });
  const { code } = await bodyOf<Partial<Problem>>(response);
  return [response.status, code, response.headers.get("www-authenticate")];
}

const missing = [401, "missing_token", "Bearer"];
const invalid = [401, "invalid_token", 'Bearer error="invalid_token"'];

describe("the Authorization header", () => {
  it("is asked for, without an error, where there is none or one of another scheme (Q94)", async () => {
    const rollcall = startRollcall();
    const { accessToken } = (await signUp(rollcall)).tokens;
    expect(await answerTo(rollcall, {})).toEqual(missing);
    const others = ["", "Bearer", "Bearer ", "Basic YTpi", `Basic ${accessToken}`, `Token ${accessToken}`, accessToken];
    for (const authorization of [...others, `Bearer${accessToken}`, `Bearer:${accessToken}`, `DPoP ${accessToken}`]) {
      expect(await answerTo(rollcall, { authorization }), authorization).toEqual(missing);
    }
  });

  it("is told that its token is invalid, where it has one (Q94)", async () => {
    const rollcall = startRollcall();
    const { accessToken } = (await signUp(rollcall)).tokens;
    for (const token of ["x", `${accessToken}x`, `${accessToken}, Bearer ${accessToken}`, "\u00e9.\u00e9.\u00e9"]) {
      expect(await answerTo(rollcall, { authorization: `Bearer ${token}` }), token).toEqual(invalid);
    }
  });

  it("is told that its scope is insufficient, where only an administrator may (Q94)", async () => {
    const rollcall = startRollcall();
    const authorization = `Bearer ${(await signUp(rollcall)).tokens.accessToken}`;
    const expected = [403, "forbidden", 'Bearer error="insufficient_scope"'];
    expect(await answerTo(rollcall, { authorization }, "/users")).toEqual(expected);
    const { token } = await signInAsAdministrator(rollcall);
    expect((await rollcall.call("GET", "/users", { token })).status).toBe(200);
  });

  it("may spell its scheme in any case (Q94)", async () => {
    const rollcall = startRollcall();
    const { accessToken } = (await signUp(rollcall)).tokens;
    for (const scheme of ["Bearer", "bearer", "BEARER", "bEaReR"]) {
      const { status } = await rollcall.call("GET", "/me", { headers: { authorization: `${scheme} ${accessToken}` } });
      expect(status, scheme).toBe(200);
    }
  });

  it("is the only place that a token is taken from (Q95)", async () => {
    const rollcall = startRollcall();
    const { tokens, user } = await signUp(rollcall);
    const { accessToken } = tokens;
    const headers: Record<string, string>[] = [
      { cookie: `access_token=${accessToken}; token=${accessToken}; authorization=Bearer ${accessToken}` },
      { "x-access-token": accessToken, "x-auth-token": accessToken, "x-authorization": `Bearer ${accessToken}` },
      { "proxy-authorization": `Bearer ${accessToken}`, "x-forwarded-authorization": `Bearer ${accessToken}` },
      { "x-user-id": user.id, "x-rollcall-user": user.id, "x-remote-user": user.email },
    ];
    for (const sent of headers) expect(await answerTo(rollcall, sent)).toEqual(missing);
    for (const name of ["access_token", "token", "authorization", "bearer"]) {
      expect(await answerTo(rollcall, {}, `/me?${name}=${accessToken}`)).toEqual(missing);
    }
    const body = { access_token: accessToken, name: "Mallory" };
    expect(await refusalOf(await rollcall.call("PATCH", "/me", { body }))).toBe("401 missing_token");
  });
});

describe("the tokens of a session", () => {
  it("do not stand in for each other (Q69)", async () => {
    const rollcall = startRollcall();
    const { accessToken, refreshToken } = (await signUp(rollcall)).tokens;
    expect(await answerTo(rollcall, { authorization: `Bearer ${refreshToken}` })).toEqual(invalid);
    const swapped = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken: accessToken } });
    expect(await refusalOf(swapped)).toBe("401 invalid_refresh_token");
    const signedOut = await rollcall.call("POST", "/auth/logout", { body: { refreshToken: accessToken } });
    expect(signedOut.status).toBe(204);
    expect((await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } })).status).toBe(200);
  });

  it("say nothing personal about their owner (Q86)", async () => {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall, "ada.lovelace@example.com", { name: "Ada Augusta" });
    const { header, claims } = takeApart(tokens.accessToken);
    const text = JSON.stringify([header, claims]) + Buffer.from(tokens.refreshToken, "base64url").toString("latin1");
    expect(text).not.toMatch(/lovelace|augusta|example\.com|203\.0\.113/i);
    expect(Object.keys(claims).sort().join(" ")).toBe("acr amr aud auth_time client_id exp iat iss jti roles sid sub");
  });

  it("live for ten minutes, unless a setting of at most an hour says otherwise (Q87)", async () => {
    const environment = { SECRET_KEY: testSecret, ISSUER: "https://auth.example.test" };
    const { accessTokenTtl } = parseConfig(environment).settings;
    expect(accessTokenTtl).toBe(600);
    expect(() => parseConfig({ ...environment, ACCESS_TOKEN_TTL: "3601" })).toThrow(/ACCESS_TOKEN_TTL/);
    const { tokens } = await signUp(startRollcall({ settings: { accessTokenTtl } }));
    const { exp, iat } = takeApart(tokens.accessToken).claims;
    expect([Number(exp) - Number(iat), tokens.expiresIn]).toEqual([600, 600]);
  });
});

describe("a token that is too long", () => {
  it("is refused, rightly signed or not (Q96)", async () => {
    const rollcall = startRollcall();
    const { accessToken } = (await signUp(rollcall)).tokens;
    const signer = keySigner((await rollcall.dependencies.keyRing.signer()).privateKey());
    for (const token of heavyTokens(accessToken, signer)) {
      expect(await answerTo(rollcall, { authorization: `Bearer ${token}` })).toEqual(invalid);
    }
  });
});

describe("clocks that differ", () => {
  /** Two instances of one service, whose clocks are `seconds` apart. */
  function startApart(seconds: number): [ahead: TestRollcall, behind: TestRollcall] {
    const behind = startRollcall();
    const ahead = startRollcall({ shares: behind.storage });
    ahead.clock.advance(seconds);
    return [ahead, behind];
  }

  it.each([
    [0, 200],
    [20, 200],
    [58, 200],
    [62, 401],
    [600, 401],
  ])("by %i seconds get %i for a token of the one that is ahead (Q98)", async (seconds, status) => {
    const [ahead, behind] = startApart(seconds);
    const { accessToken } = (await signUp(ahead)).tokens;
    expect((await behind.call("GET", "/me", { token: accessToken })).status).toBe(status);
  });

  it("do not lengthen a token's life at the one that is ahead (Q98)", async () => {
    const [ahead, behind] = startApart(20);
    const { accessToken } = (await signUp(behind)).tokens;
    expect((await ahead.call("GET", "/me", { token: accessToken })).status).toBe(200);
    ahead.clock.advance(580);
    expect((await ahead.call("GET", "/me", { token: accessToken })).status).toBe(401);
  });

  it("because one went ten minutes back break nothing: everybody can sign in and stay signed in (Q98)", async () => {
    const rollcall = startRollcall();
    const { accessToken, refreshToken } = (await signUp(rollcall)).tokens;
    rollcall.clock.advance(-600);
    expect(await answerTo(rollcall, { authorization: `Bearer ${accessToken}` })).toEqual(invalid);
    const refreshed = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } });
    expect(refreshed.status).toBe(200);
    const sessions = [await signIn(rollcall, "ada@example.com"), await signUp(rollcall, "bob@example.com")];
    for (const { tokens } of sessions) {
      expect((await rollcall.call("GET", "/me", { token: tokens.accessToken })).status).toBe(200);
    }
    expect((await rollcall.call("GET", "/.well-known/jwks.json")).status).toBe(200);
  });
});
