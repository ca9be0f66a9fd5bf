import type { User } from "@rollcall/core";
import { describe, expect, it, vi } from "vitest";
import {
  bodyOf,
  logIn,
  refreshes,
  refusalOf,
  sessionIdOf,
  signIn,
  signInAsAdministrator,
  signUp,
} from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { withPauses } from "../../../../test/support/pauses.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";

/** All that anybody may call without an access token. */
const publicRoutes = [
  "POST /auth/register",
  "POST /auth/login",
  "POST /auth/refresh",
  "POST /auth/logout",
  "POST /auth/code",
  "POST /auth/code/redeem",
  "POST /auth/email/change",
  "POST /auth/email/verify",
  "POST /auth/email/verify/resend",
  "POST /auth/password/forgot",
  "POST /auth/password/reset",
  "POST /auth/restore",
  "GET /.well-known/jwks.json",
  "GET /.well-known/openid-configuration",
  "GET /health",
  "GET /ready",
  "GET /openapi.json",
  "GET /problems/{code}",
  "POST /auth/not-me",
  "POST /auth/mfa",
  "POST /auth/mfa/passkey",
  "POST /auth/passkey",
  "POST /auth/passkey/options",
  "POST /auth/factors/keep",
];

/** Every documented route as `METHOD /path`, with its parameters filled in from what they are called. */
async function routesOf(rollcall: TestRollcall, parameters: Record<string, string> = {}): Promise<string[]> {
  const response = await rollcall.call("GET", "/openapi.json");
  const { paths } = await bodyOf<{ paths: Record<string, object> }>(response);
  const fill = (path: string) => path.replace(/\{(\w+)\}/g, (match, name: string) => parameters[name] ?? match);
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${fill(path)}`),
  );
}

/** The refusal of each route, called with a body that says nothing. */
async function refusalsOf(rollcall: TestRollcall, routes: string[], token?: string): Promise<Set<string>> {
  const answers = routes.map(async (route) => {
    const [method = "", path = ""] = route.split(" ");
    const body = method === "GET" ? undefined : {};
    return refusalOf(await rollcall.call(method, path, { body, ...(token !== undefined && { token }) }));
  });
  return new Set(await Promise.all(answers));
}

describe("every route", () => {
  it("refuses whoever brings no token, except those that are public by design (Q101)", async () => {
    const rollcall = startRollcall();
    const { user, tokens } = await signUp(rollcall);
    const sid = await sessionIdOf(rollcall, tokens.accessToken);
    const routes = await routesOf(rollcall, { id: user.id, sid });
    for (const route of publicRoutes) expect(routes).toContain(route);
    const guarded = routes.filter((route) => !publicRoutes.includes(route));
    expect(guarded.length).toBeGreaterThanOrEqual(15);
    expect(await refusalsOf(rollcall, guarded)).toEqual(new Set(["401 missing_token"]));
    expect(await refusalsOf(rollcall, guarded, "x.y.z")).toEqual(new Set(["401 invalid_token"]));
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(true);
  });

  it("under /users and /events refuses whoever is no administrator, also about themselves (Q101, Q102, Q105)", async () => {
    const rollcall = startRollcall();
    const { user, tokens } = await signUp(rollcall);
    const sid = await sessionIdOf(rollcall, tokens.accessToken);
    const admin = await signInAsAdministrator(rollcall);
    const ids = [
      { id: user.id, sid },
      { id: admin.user.id, sid: await sessionIdOf(rollcall, admin.token) },
      { id: "018f3f6e-7d2a-7c3b-9f4e-1a2b3c4d5e6f", sid: "018f3f6e-7d2a-7c3b-9f4e-1a2b3c4d5e6f" },
      { id: `..%2f${admin.user.id}`, sid: "me" },
    ];
    for (const each of ids) {
      const routes = (await routesOf(rollcall, each)).filter((route) => / \/(users|events)(\/|$)/.test(route));
      expect(routes.length).toBeGreaterThanOrEqual(9);
      expect(await refusalsOf(rollcall, routes, tokens.accessToken)).toEqual(new Set(["403 forbidden"]));
    }
    const disguised = await routesOf(rollcall, { id: admin.user.id.replace("_", "%5F"), sid: "sess%5f" });
    const withId = disguised.filter((route) => route.includes("/users/user%5F"));
    expect(await refusalsOf(rollcall, withId, tokens.accessToken)).toEqual(new Set(["400 malformed_request"]));
    for (const { refreshToken } of [tokens, admin.tokens]) expect(await refreshes(rollcall, refreshToken)).toBe(true);
  });

  it("shows a plain user nothing of another one (Q102)", async () => {
    const rollcall = startRollcall();
    const victim = await signUp(rollcall, "victim@example.com", { name: "Victoria" });
    const { tokens } = await signUp(rollcall, "eve@example.com");
    const token = tokens.accessToken;
    const sid = await sessionIdOf(rollcall, victim.tokens.accessToken);
    const calls = [
      await rollcall.call("GET", `/users/${victim.user.id}`, { token }),
      await rollcall.call("GET", "/users?q=victim", { token }),
      await rollcall.call("PATCH", `/users/${victim.user.id}`, { token, body: { name: "Eve" } }),
      await rollcall.call("PATCH", "/users/me", { token, body: { roles: ["admin"] } }),
      await rollcall.call("DELETE", `/users/${victim.user.id}`, { token }),
      await rollcall.call("DELETE", `/me/sessions/${sid}`, { token }),
      await rollcall.call("DELETE", `/me/sessions/${sid.replace("_", "%5F")}`, { token }),
      await rollcall.call("GET", `/me/${victim.user.id}`, { token }),
    ];
    for (const call of calls) {
      expect([400, 403, 404]).toContain(call.status);
      expect(await call.text()).not.toMatch(/victim|Victoria/i);
    }
    const me = await rollcall.call("GET", "/me", { token: victim.tokens.accessToken });
    expect(await bodyOf<User>(me)).toEqual(victim.user);
  });
});

describeOnEachDatabase("a token that still says administrator", (form) => {
  /** What changes other people's accounts, each on a user of its own. */
  async function writesOf(rollcall: TestRollcall, token: string): Promise<Set<string>> {
    const { user, tokens } = await signUp(rollcall, `user${Math.random()}@example.com`);
    const sid = await sessionIdOf(rollcall, tokens.accessToken);
    const call = async (method: string, path: string, body?: object) =>
      refusalOf(await rollcall.call(method, `/users${path}`, { token, body }));
    const refusals = [
      await call("POST", "", { email: "new@example.com" }),
      await call("PATCH", `/${user.id}`, { roles: ["admin"] }),
      await call("DELETE", `/${user.id}/sessions/${sid}`),
      await call("DELETE", `/${user.id}/sessions`),
      await call("DELETE", `/${user.id}`),
    ];
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(true);
    return new Set(refusals);
  }

  async function start() {
    const rollcall = startRollcall({ form });
    const root = await signInAsAdministrator(rollcall, "root@example.com");
    const eve = await signInAsAdministrator(rollcall, "eve@example.com");
    const edit = (body: object) => rollcall.call("PATCH", `/users/${eve.user.id}`, { token: root.token, body });
    return { rollcall, root, eve, edit };
  }

  it("changes nothing once its holder has been demoted (Q68)", async () => {
    const { rollcall, eve, edit } = await start();
    await edit({ roles: [] });
    expect(await writesOf(rollcall, eve.token)).toEqual(new Set(["403 forbidden"]));
    const back = { roles: ["admin"] };
    const own = await rollcall.call("PATCH", `/users/${eve.user.id}`, { token: eve.token, body: back });
    expect(await refusalOf(own)).toBe("403 forbidden");
    expect((await signIn(rollcall, "eve@example.com")).user.roles).toEqual([]);
  });

  it("changes nothing once its holder has been disabled, or deleted (Q67)", async () => {
    const { rollcall, root, eve, edit } = await start();
    await edit({ status: "disabled" });
    expect(await writesOf(rollcall, eve.token)).toEqual(new Set(["401 invalid_token"]));
    await edit({ status: "active" });
    expect(await writesOf(rollcall, eve.token)).toEqual(new Set(["401 invalid_token"]));
    await rollcall.call("DELETE", `/users/${eve.user.id}`, { token: root.token });
    expect(await writesOf(rollcall, eve.token)).toEqual(new Set(["401 invalid_token"]));
  });

  it("changes nothing once its session has ended", async () => {
    const { rollcall, eve } = await start();
    await rollcall.call("POST", "/auth/logout", { body: { refreshToken: eve.tokens.refreshToken } });
    expect(await writesOf(rollcall, eve.token)).toEqual(new Set(["401 invalid_token"]));
  });

  it("changes nothing when its holder is disabled while the request waits for its hash (Q68)", async () => {
    const { rollcall, eve, edit } = await start();
    const { passwords } = rollcall.dependencies;
    const { hash } = passwords;
    const hashing = Promise.withResolvers<void>();
    const disabled = Promise.withResolvers<void>();
    vi.spyOn(passwords, "hash").mockImplementationOnce(async (...args) => {
      hashing.resolve();
      await disabled.promise;
      return hash(...args);
    });
    const body = { email: "new@example.com", password, roles: ["admin"] };
    const response = rollcall.call("POST", "/users", { token: eve.token, body });
    await hashing.promise;
    await edit({ status: "disabled" });
    disabled.resolve();
    expect(await refusalOf(await response)).toBe("401 invalid_token");
    expect((await logIn(rollcall, "new@example.com")).status).toBe(401);
  });

  it("takes no administrator away when its holder is disabled while that is under way", async () => {
    const { rollcall, root, eve, edit } = await start();
    await signInAsAdministrator(rollcall, "third@example.com");
    const { storage, pauseBefore } = withPauses(rollcall.storage);
    const slow = startRollcall({ shares: storage });
    const marked = pauseBefore("findOneAndUpdate");
    const response = slow.call("PATCH", `/users/${root.user.id}`, { token: eve.token, body: { roles: [] } });
    await marked.reached;
    await edit({ status: "disabled" });
    marked.proceed();
    expect(await refusalOf(await response)).toBe("401 invalid_token");
    expect((await signIn(rollcall, root.user.email)).user.roles).toEqual(["admin"]);
  });

  it("reads on for the rest of its ten minutes, and no longer", async () => {
    const { rollcall, eve, edit } = await start();
    await edit({ roles: [] });
    expect((await rollcall.call("GET", "/users", { token: eve.token })).status).toBe(200);
    rollcall.clock.advance(600);
    expect(await refusalOf(await rollcall.call("GET", "/users", { token: eve.token }))).toBe("401 invalid_token");
  });
});
