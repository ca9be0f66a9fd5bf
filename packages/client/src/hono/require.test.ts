import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { bodyOf, serviceTokenOf, signIn, signInAsAdministrator, signUp } from "../../../../test/support/accounts.ts";
import type { Json } from "../../../../test/support/forged-tokens.ts";
import { challengeOf, startOrders } from "../../../../test/support/orders.ts";
import { password } from "../../../../test/support/rollcall.ts";
import { beginAs, enroll, makeHolder, refreshed } from "../../../../test/support/step-up.ts";
import type { AccessToken, Tokens } from "../api/routes.ts";
import { requireAcr, requireFresh, requireRole } from "./index.ts";

describe("requireRole", () => {
  it("lets pass who has the role, and nobody else", async () => {
    const { rollcall, call } = await startOrders();
    const { token, user } = await signInAsAdministrator(rollcall);
    const response = await call("/all", await serviceTokenOf(rollcall, token));
    expect(await bodyOf(response)).toEqual({ count: 2, for: user.id });
    const other = await serviceTokenOf(rollcall, (await signUp(rollcall)).tokens.accessToken);
    expect(await challengeOf(await call("/all", other))).toEqual({
      status: 403,
      code: "forbidden",
      challenge: 'Bearer error="insufficient_scope"',
    });
  });

  it("lets nobody pass where auth has not been before it", async () => {
    const app = new Hono()
      .onError((error, c) => c.text(error.message, 500))
      .get("/all", requireRole("admin"), (c) => c.text("in"))
      .get("/danger", requireFresh(60), (c) => c.text("in"))
      .get("/vault", requireAcr("2"), (c) => c.text("in"));
    for (const path of ["/all", "/danger", "/vault"]) {
      const response = await app.request(path);
      expect([response.status, await response.text()]).toEqual([500, expect.stringContaining("auth()")]);
    }
  });
});

describe("requireFresh", () => {
  it("asks for a new authentication where the last one is too long ago, and says how old it may be", async () => {
    const { rollcall, call } = await startOrders();
    const { accessToken } = (await signUp(rollcall)).tokens;
    expect((await call("/danger", await serviceTokenOf(rollcall, accessToken))).status).toBe(200);
    rollcall.clock.advance(302);
    const response = await call("/danger", await serviceTokenOf(rollcall, accessToken));
    expect(await bodyOf(response.clone())).toMatchObject({
      type: `${rollcall.url}/problems/reauthentication_required`,
      maxAge: 300,
      acr: "1",
      methods: ["password"],
    });
    expect(await challengeOf(response)).toEqual({
      status: 401,
      code: "reauthentication_required",
      challenge: 'Bearer error="insufficient_user_authentication", max_age="300", acr_values="1"',
    });
  });

  it("answers with a problem that is explained where its type points, as all are (Q154)", async () => {
    const { rollcall, call } = await startOrders();
    const token = await serviceTokenOf(rollcall, (await signUp(rollcall)).tokens.accessToken);
    rollcall.clock.advance(302);
    const answers = [
      await call("/danger", token),
      await call("/all", token),
      await call("/mine"),
      await call("/mine", "x"),
    ];
    for (const answer of answers) {
      const { type, code, title, status } = await bodyOf<Json>(answer);
      const page = await bodyOf(await rollcall.fetch(String(type)));
      expect(page).toEqual({ code, title, status, advice: expect.stringMatching(/\w/) });
    }
  });

  it("asks in Rollcall's own words, member for member", async () => {
    const { rollcall, call } = await startOrders();
    const { refreshToken } = (await signUp(rollcall)).tokens;
    rollcall.clock.advance(601);
    const { tokens } = await bodyOf<{ tokens: Tokens }>(
      await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } }),
    );
    const token = tokens.accessToken;
    const theirs = await call("/danger", await serviceTokenOf(rollcall, token));
    const ours = await rollcall.call("DELETE", "/me", { token, body: { password } });
    const members = async (answer: Response) => Object.keys(await bodyOf<Json>(answer));
    expect(await members(theirs)).toEqual(await members(ours));
    const challenge = (answer: Response) => answer.headers.get("www-authenticate")?.replace(/"\d+"/, '""');
    expect(challenge(theirs)).toBe(challenge(ours));
  });

  it("is met by another proof in the same session", async () => {
    const { rollcall, call } = await startOrders();
    const { tokens } = await signUp(rollcall);
    rollcall.clock.advance(400);
    const proved = await rollcall.call("POST", "/me/verify", { token: tokens.accessToken, body: { password } });
    const { accessToken } = await bodyOf<AccessToken>(proved);
    expect((await call("/danger", await serviceTokenOf(rollcall, accessToken))).status).toBe(200);
  });

  it("is met by a new sign-in, and not by a refresh", async () => {
    const { rollcall, call } = await startOrders();
    const { tokens } = await signUp(rollcall);
    rollcall.clock.advance(400);
    const body = { refreshToken: tokens.refreshToken };
    const refreshed = await bodyOf<{ tokens: { accessToken: string } }>(
      await rollcall.call("POST", "/auth/refresh", { body }),
    );
    expect((await call("/danger", await serviceTokenOf(rollcall, refreshed.tokens.accessToken))).status).toBe(401);
    const again = (await signIn(rollcall, "ada@example.com")).tokens;
    expect((await call("/danger", await serviceTokenOf(rollcall, again.accessToken))).status).toBe(200);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses an age that means nothing: %d", (seconds) => {
    expect(() => requireFresh(seconds)).toThrow(TypeError);
  });
});

describe("requireAcr", () => {
  /** Somebody in a session of one factor, and what they get to by setting up another. */
  async function startWeak() {
    const orders = await startOrders();
    const { rollcall } = orders;
    const tokens = await beginAs(rollcall, await makeHolder(rollcall, "none"), "1");
    const serviceToken = (token: string) => serviceTokenOf(rollcall, token);
    const raise = async () => {
      expect(await enroll(rollcall, tokens.accessToken)).toBe("200");
      return (await refreshed(rollcall, tokens)).accessToken;
    };
    return { ...orders, accessToken: tokens.accessToken, serviceToken, raise };
  }

  it("asks a session of one factor for two, and names the second factors there are (Q109)", async () => {
    const { call, accessToken, serviceToken } = await startWeak();
    const response = await call("/vault", await serviceToken(accessToken));
    const problem = await bodyOf<Json>(response.clone());
    expect(problem).toMatchObject({ acr: "2", methods: ["totp", "passkey", "recovery_code"] });
    expect(problem).not.toHaveProperty("maxAge");
    expect(await challengeOf(response)).toEqual({
      status: 401,
      code: "reauthentication_required",
      challenge: 'Bearer error="insufficient_user_authentication", acr_values="2"',
    });
  });

  it("is met by the second factor, in a token that was asked for since (Q109)", async () => {
    const { rollcall, call, accessToken, serviceToken, raise } = await startWeak();
    const before = await serviceToken(accessToken);
    const raised = await raise();
    expect((await call("/vault", before)).status).toBe(401);
    expect((await call("/vault", await serviceToken(raised))).status).toBe(200);
    rollcall.clock.advance(301);
    expect((await call("/vault", await serviceToken(raised))).status).toBe(200);
  });

  it("asks for two factors that were proved lately in one refusal, so that one proof is enough (Q109)", async () => {
    const { rollcall, call, accessToken, serviceToken, raise } = await startWeak();
    rollcall.clock.advance(301);
    const refused = await call("/launch", await serviceToken(accessToken));
    expect(refused.headers.get("www-authenticate")).toBe(
      'Bearer error="insufficient_user_authentication", max_age="300", acr_values="2"',
    );
    expect(await bodyOf<Json>(refused)).toMatchObject({ maxAge: 300, acr: "2" });
    const raised = await raise();
    expect((await call("/launch", await serviceToken(raised))).status).toBe(200);
    rollcall.clock.advance(301);
    expect((await call("/launch", await serviceToken(raised))).status).toBe(401);
  });

  it("never asks a session of two factors for the password (Q109)", async () => {
    const { rollcall, call, serviceToken } = await startWeak();
    const { accessToken } = await beginAs(
      rollcall,
      await makeHolder(rollcall, "app", { email: "eve@example.com" }),
      "2",
    );
    rollcall.clock.advance(302);
    const refused = await call("/danger", await serviceToken(accessToken));
    expect(await bodyOf<Json>(refused)).toMatchObject({ acr: "2", methods: ["totp", "passkey", "recovery_code"] });
  });

  it("refuses what it does not know, and an age that means nothing", () => {
    for (const acr of ["1", "3", "", undefined]) expect(() => requireAcr(acr as "2")).toThrow(TypeError);
    for (const maxAge of [0, -1, 1.5, Number.NaN]) expect(() => requireAcr("2", { maxAge })).toThrow(TypeError);
  });
});
