import type { ServiceToken, Tokens } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import {
  bodyOf,
  refusalOf,
  serviceTokenOf,
  sessionIdOf,
  signIn,
  signInAsAdministrator,
  signUp,
} from "../support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../support/databases.ts";
import { takeApart } from "../support/forged-tokens.ts";
import { needsToken, operationsOf, readDocument } from "../support/openapi-document.ts";
import { password, startRollcall, type TestRollcall, testSettings } from "../support/rollcall.ts";

const { issuer, audiences } = testSettings;
const [orders, billing] = audiences as [string, string];

function ask(rollcall: TestRollcall, token: string, audience: unknown): Promise<Response> {
  return rollcall.call("POST", "/auth/tokens", { token, body: { audience } });
}

/** A call of every route that wants a bearer token. */
async function bearerCalls(): Promise<[method: string, path: string][]> {
  return operationsOf(await readDocument())
    .filter(({ operation }) => needsToken(operation))
    .map(({ method, template }) => [
      method,
      template
        .replace(
          "{id}",
          template.startsWith("/me") ? "sess_01h455vb4pex5vsknk084sn02q" : "user_01h455vb4pex5vsknk084sn02q",
        )
        .replace("{sid}", "sess_01h455vb4pex5vsknk084sn02q"),
    ]);
}

describe("the tokens of sign-in and refresh", () => {
  it("are for this service alone (Q187)", async () => {
    const rollcall = startRollcall();
    const signedUp = await signUp(rollcall);
    const signedIn = await signIn(rollcall, signedUp.user.email);
    const body = { refreshToken: signedIn.tokens.refreshToken };
    const { tokens } = await bodyOf<{ tokens: Tokens }>(await rollcall.call("POST", "/auth/refresh", { body }));
    for (const { accessToken } of [signedUp.tokens, signedIn.tokens, tokens]) {
      expect(takeApart(accessToken).claims.aud).toBe(issuer);
    }
  });
});

describe("a token for another service", () => {
  it("tells that service what ours tell us, and lives as long", async () => {
    const rollcall = startRollcall();
    const { accessToken } = (await signUp(rollcall)).tokens;
    rollcall.clock.advance(300);
    for (const audience of audiences) {
      const response = await ask(rollcall, accessToken, audience);
      expect(response.status).toBe(200);
      const { accessToken: token, ...rest } = await bodyOf<ServiceToken>(response);
      expect(rest).toEqual({ tokenType: "Bearer", expiresIn: 600 });
      const { header, claims } = takeApart(token);
      const own = takeApart(accessToken);
      expect(header).toEqual(own.header);
      const { exp, iat, jti } = claims;
      expect(claims).toEqual({ ...own.claims, aud: audience, exp, iat, jti });
      expect(jti).not.toBe(own.claims.jti);
      expect(Number(exp) - Number(iat)).toBe(600);
      expect(Number(iat) - Number(claims.auth_time)).toBeGreaterThanOrEqual(300);
    }
  });

  it("is refused by every route of ours, also an administrator's (Q187)", async () => {
    const rollcall = startRollcall();
    const { token } = await signInAsAdministrator(rollcall);
    const calls = await bearerCalls();
    expect(calls.length).toBeGreaterThan(15);
    for (const foreign of [
      await serviceTokenOf(rollcall, token, orders),
      await serviceTokenOf(rollcall, token, billing),
    ]) {
      for (const [method, path] of calls) {
        const response = await rollcall.call(method, path, { token: foreign });
        expect(response.headers.get("www-authenticate"), `${method} ${path}`).toBe('Bearer error="invalid_token"');
        expect(await refusalOf(response)).toBe("401 invalid_token");
      }
    }
  });

  it("gets nobody another one (Q187)", async () => {
    const rollcall = startRollcall();
    const token = await serviceTokenOf(rollcall, (await signUp(rollcall)).tokens.accessToken, orders);
    for (const audience of audiences)
      expect(await refusalOf(await ask(rollcall, token, audience))).toBe("401 invalid_token");
  });

  it("is given for a service that is listed, spelled as it is listed (Q187)", async () => {
    const rollcall = startRollcall();
    const { accessToken } = (await signUp(rollcall)).tokens;
    const others = [
      "inventory",
      "Orders",
      " orders",
      "orders,",
      `${billing}/`,
      "rollcall",
      issuer,
      "*",
      "",
      "x".repeat(500),
    ];
    for (const audience of [...others, audiences, { $ne: "" }, null, 7]) {
      const response = await ask(rollcall, accessToken, audience);
      expect(response.status, JSON.stringify(audience)).toBe(422);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ code: "validation_failed", issues: [{ path: ["audience"] }] });
      expect(text).not.toContain("inventory");
    }
  });

  it("is given for none where none is listed", async () => {
    const rollcall = startRollcall({ settings: { audiences: [] } });
    const { accessToken } = (await signUp(rollcall)).tokens;
    expect(await refusalOf(await ask(rollcall, accessToken, orders))).toBe("422 validation_failed");
  });

  it("is for whoever has signed in, and kept by no cache (Q38)", async () => {
    const rollcall = startRollcall();
    const body = { audience: orders };
    expect(await refusalOf(await rollcall.call("POST", "/auth/tokens", { body }))).toBe("401 missing_token");
    const response = await ask(rollcall, (await signUp(rollcall)).tokens.accessToken, orders);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
});

/** Ways in which a session ends while its access token is good. */
const endings: [title: string, end: (scene: Scene) => Promise<Response>][] = [
  ["signed out", ({ rollcall, refreshToken }) => rollcall.call("POST", "/auth/logout", { body: { refreshToken } })],
  [
    "been ended by its owner",
    async ({ rollcall, token }) =>
      rollcall.call("DELETE", `/me/sessions/${await sessionIdOf(rollcall, token)}`, { token }),
  ],
  [
    "been disabled",
    ({ rollcall, admin, userId }) =>
      rollcall.call("PATCH", `/users/${userId}`, { token: admin, body: { status: "disabled" } }),
  ],
  ["deleted the account", ({ rollcall, token }) => rollcall.call("DELETE", "/me", { token, body: { password } })],
];

type Scene = Awaited<ReturnType<typeof setUp>>;

async function setUp(form: DatabaseForm) {
  const rollcall = startRollcall({ form });
  const { token: admin } = await signInAsAdministrator(rollcall);
  const { user, tokens } = await signUp(rollcall);
  return { rollcall, admin, userId: user.id, token: tokens.accessToken, refreshToken: tokens.refreshToken };
}

describeOnEachDatabase("asking for a token for another service", (form) => {
  it.each(endings)("is refused at once after having %s (Q64, Q67)", async (_, end) => {
    const scene = await setUp(form);
    expect((await ask(scene.rollcall, scene.token, orders)).status).toBe(200);
    expect((await end(scene)).ok).toBe(true);
    expect(await refusalOf(await ask(scene.rollcall, scene.token, orders))).toBe("401 invalid_token");
  });

  it("tells the roles of now, not those of the token that asks (Q68)", async () => {
    const { rollcall, admin, userId, token } = await setUp(form);
    const rolesOf = async () => takeApart(await serviceTokenOf(rollcall, token, orders)).claims.roles;
    const setRoles = (roles: string[]) => rollcall.call("PATCH", `/users/${userId}`, { token: admin, body: { roles } });
    expect(await rolesOf()).toEqual([]);
    await setRoles(["admin"]);
    expect(await rolesOf()).toEqual(["admin"]);
    await setRoles([]);
    expect(await rolesOf()).toEqual([]);
  });

  it("costs one round trip, and none for a service that is not listed", async () => {
    const { rollcall, token } = await setUp(form);
    const before = rollcall.storage.roundTrips();
    expect((await ask(rollcall, token, "inventory")).status).toBe(422);
    expect(rollcall.storage.roundTrips()).toBe(before);
    expect((await ask(rollcall, token, orders)).status).toBe(200);
    expect(rollcall.storage.roundTrips() - before).toBe(1);
  });
});
