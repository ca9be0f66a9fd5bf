import { describe, expect, it } from "vitest";
import { bodyOf, signInAsAdministrator, signUp } from "../../../../test/support/accounts.ts";
import { startLoopback } from "../../../../test/support/loopback.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";

/** An answer of every kind: successes with and without a body, and refusals from every layer. */
async function answersOf(rollcall: TestRollcall): Promise<Response[]> {
  const { user, tokens } = await signUp(rollcall);
  const token = tokens.accessToken;
  const { token: adminToken } = await signInAsAdministrator(rollcall);
  const credentials = { email: user.email, password };
  return Promise.all([
    rollcall.call("POST", "/auth/login", { body: credentials }),
    rollcall.call("POST", "/auth/register", { body: credentials }),
    rollcall.call("POST", "/auth/logout", { body: { refreshToken: "x" } }),
    rollcall.call("POST", "/auth/refresh", { body: { refreshToken: "x" } }),
    rollcall.call("POST", "/auth/login", { body: "{" }),
    rollcall.call("POST", "/auth/login", { body: " ".repeat(20_000) }),
    rollcall.call("POST", "/auth/login", { body: "x", headers: { "content-type": "text/plain" } }),
    rollcall.call("POST", "/auth/login", { body: {} }),
    rollcall.call("GET", "/me"),
    rollcall.call("GET", "/me", { token }),
    rollcall.call("HEAD", "/me", { token }),
    rollcall.call("PUT", "/me", { token }),
    rollcall.call("OPTIONS", "/me"),
    rollcall.call("GET", "/users", { token }),
    rollcall.call("GET", "/users", { token: adminToken }),
    rollcall.call("DELETE", `/users/${user.id}/sessions`, { token: adminToken }),
    rollcall.call("GET", "/health"),
    rollcall.call("GET", "/ready"),
    rollcall.call("GET", "/nowhere"),
  ]);
}

const cacheable = ["/.well-known/jwks.json", "/openapi.json", "/problems/not_found"];

describe("the headers of every answer", () => {
  it.each([
    ["x-content-type-options", "nosniff"],
    ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
    ["referrer-policy", "no-referrer"],
  ])("have %s: %s (Q158)", async (name, value) => {
    const rollcall = startRollcall();
    const documents = await Promise.all(cacheable.map((path) => rollcall.call("GET", path)));
    for (const { headers, status } of [...(await answersOf(rollcall)), ...documents]) {
      expect(headers.get(name), String(status)).toBe(value);
    }
  });

  it("keep browsers on HTTPS for at least a year, with every subdomain (Q158)", async () => {
    for (const { headers } of await answersOf(startRollcall())) {
      const [, maxAge] =
        /^max-age=(\d+); includeSubDomains$/.exec(headers.get("strict-transport-security") ?? "") ?? [];
      expect(Number(maxAge)).toBeGreaterThanOrEqual(365 * 86_400);
    }
  });

  it("forbid every cache to keep an account, a token or a refusal (Q38, Q158)", async () => {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall, "grace@example.com");
    const refreshed = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken: tokens.refreshToken } });
    expect(refreshed.status).toBe(200);
    for (const { headers, status } of [refreshed, ...(await answersOf(rollcall))]) {
      expect(headers.get("cache-control"), String(status)).toBe("no-store");
    }
  });

  it.each(cacheable)("allow caches to keep %s, which is the same for everybody", async (path) => {
    const { headers } = await startRollcall().call("GET", path);
    expect(headers.get("cache-control")).toMatch(/^public, max-age=[1-9]\d*$/);
  });

  it("do not tell what the service is made of (Q158)", async () => {
    const rollcall = startRollcall();
    for (const { headers } of await answersOf(rollcall)) {
      for (const name of ["server", "x-powered-by", "via", "x-runtime", "x-version"])
        expect(headers.has(name)).toBe(false);
    }
    const loopback = await startLoopback(rollcall);
    const answer = await loopback.exchange("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).not.toMatch(/^(server|x-powered-by|via):|node|hono/im);
  });

  it("are still there when the service fails (Q158)", async () => {
    const rollcall = startRollcall();
    rollcall.dependencies.database.ping = () => Promise.reject(new Error("gone"));
    const { status, headers } = await rollcall.call("GET", "/ready");
    expect(status).toBe(500);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.has("x-request-id")).toBe(true);
  });

  it("name JSON as what the body is", async () => {
    for (const answer of await answersOf(startRollcall())) {
      const type = answer.headers.get("content-type");
      if ((await answer.text()) === "") continue;
      expect(type).toBe(answer.ok ? "application/json" : "application/problem+json");
    }
  });
});

describe("pages of other origins", () => {
  const allowed = "https://app.example.com";
  const others = [
    "https://evil.example",
    "null",
    "*",
    "file://",
    "http://app.example.com",
    "https://app.example.com:8443",
    "https://app.example.com:443",
    "https://app.example.com.evil.example",
    "https://app.example.comevil.example",
    "https://evil-app.example.com",
    "https://sub.app.example.com",
    "https://example.com",
    "https://APP.example.com",
    "https://app.example.com/",
    "https://app.example.com@evil.example",
    "https://app.example.com, https://evil.example",
    "https://app.example.com https://evil.example",
    "https://app-example.com",
    "https://appXexample.com",
    "https://app.example.com.",
    "",
  ];

  const preflight = (origin: string, method = "DELETE") => ({
    origin,
    "access-control-request-method": method,
    "access-control-request-headers": "authorization, content-type",
  });

  it("may not read an answer, nor ask whether they may, unless they are on the list (Q159)", async () => {
    const rollcall = startRollcall({ corsOrigins: [allowed] });
    const { tokens } = await signUp(rollcall);
    for (const origin of others) {
      for (const answer of [
        await rollcall.call("GET", "/me", { token: tokens.accessToken, headers: { origin } }),
        await rollcall.call("POST", "/auth/login", { body: {}, headers: { origin } }),
        await rollcall.call("GET", "/nowhere", { headers: { origin } }),
        await rollcall.call("OPTIONS", "/me", { headers: preflight(origin) }),
      ]) {
        expect(answer.headers.get("access-control-allow-origin"), `${answer.status} for ${origin}`).toBeNull();
        expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
      }
    }
  });

  it("may read every answer, refusals too, once they are on the list (Q159)", async () => {
    const rollcall = startRollcall({ corsOrigins: ["https://admin.example.com", allowed] });
    const { tokens } = await signUp(rollcall);
    const headers = { origin: allowed };
    for (const answer of [
      await rollcall.call("GET", "/me", { token: tokens.accessToken, headers }),
      await rollcall.call("GET", "/me", { headers }),
      await rollcall.call("POST", "/auth/login", { body: {}, headers }),
      await rollcall.call("GET", "/nowhere", { headers }),
    ]) {
      expect(answer.headers.get("access-control-allow-origin")).toBe(allowed);
      expect(answer.headers.get("access-control-allow-credentials")).toBe("true");
      expect(answer.headers.get("access-control-expose-headers")).toMatch(/x-request-id.*retry-after/);
    }
  });

  it("on the list are told before they ask that every method and the token's header are fine", async () => {
    const rollcall = startRollcall({ corsOrigins: [allowed] });
    for (const method of ["GET", "POST", "PATCH", "DELETE"]) {
      const { status, headers } = await rollcall.call("OPTIONS", "/me", { headers: preflight(allowed, method) });
      expect(status).toBe(204);
      expect(headers.get("access-control-allow-origin")).toBe(allowed);
      expect(headers.get("access-control-allow-methods")?.split(",")).toContain(method);
      expect(headers.get("access-control-allow-headers")?.toLowerCase()).toMatch(/authorization,\s*content-type/);
      expect(Number(headers.get("access-control-max-age"))).toBeGreaterThan(0);
      expect(headers.get("access-control-allow-credentials")).toBe("true");
    }
  });

  it("share no cache: answers vary by origin (Q159)", async () => {
    const rollcall = startRollcall({ corsOrigins: [allowed] });
    for (const origin of [allowed, "https://evil.example"]) {
      for (const method of ["GET", "OPTIONS"]) {
        const { headers } = await rollcall.call(method, "/me", { headers: { origin } });
        expect(headers.get("vary")?.toLowerCase().split(/, */)).toContain("origin");
      }
    }
  });

  it.each([undefined, allowed, "https://evil.example"])("such as %s may all read what is public", async (origin) => {
    const rollcall = startRollcall({ corsOrigins: [allowed] });
    for (const path of cacheable) {
      const { headers } = await rollcall.call("GET", path, { ...(origin && { headers: { origin } }) });
      expect(headers.get("access-control-allow-origin"), path).toBeOneOf([
        "*",
        ...(origin === allowed ? [allowed] : []),
      ]);
      expect(headers.get("access-control-allow-credentials")).toBeNull();
    }
  });

  it("are none by default (Q159)", async () => {
    const { headers } = await startRollcall().call("OPTIONS", "/me", { headers: preflight(allowed) });
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  it("cannot send a form that is taken for a request (Q148)", async () => {
    const rollcall = startRollcall();
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const headers = { origin: "https://evil.example", "content-type": type };
      const body = JSON.stringify({ email: "eve@example.com", password });
      const answer = await rollcall.call("POST", "/auth/register", { body, headers });
      expect((await bodyOf<{ code: string }>(answer)).code).toBe("unsupported_media_type");
    }
  });
});
