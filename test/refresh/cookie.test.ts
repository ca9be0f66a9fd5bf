import { refreshGrace, type SignedIn, type Tokens } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { bodyOf, refreshes, refusalOf, signUp } from "../support/accounts.ts";
import {
  account,
  cookieName,
  copyOf,
  openPage,
  origin,
  partsOf,
  refreshed,
  signedUp,
  startForPages,
  transport,
} from "../support/cookie-page.ts";
import { describeOnEachDatabase } from "../support/databases.ts";

describeOnEachDatabase("a refresh token in a cookie", (form) => {
  it("comes from registering, signing in and refreshing, and is then in no body (Q72)", async () => {
    const { rollcall, page } = startForPages(form);
    for (const [path, body] of [
      ["/auth/register", account],
      ["/auth/login", account],
      ["/auth/refresh", {}],
    ] as const) {
      const answer = await page.call(path, body);
      const { tokens } = await bodyOf<{ tokens: Tokens }>(answer);
      expect(tokens).toEqual({ accessToken: expect.any(String), tokenType: "Bearer", expiresIn: 600 });
      expect((await rollcall.call("GET", "/me", { token: tokens.accessToken })).status).toBe(200);
      expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-rollcall=[\w-]{92}\.[\w-]{22};/)]);
    }
  });

  it("is another one after every refresh, with another attempt (Q57)", async () => {
    const { rollcall, page } = await signedUp(form);
    const seen = [partsOf(page)];
    for (let use = 0; use < 5; use++) {
      await refreshed(page);
      seen.push(partsOf(page));
      rollcall.clock.advance(refreshGrace);
    }
    expect(new Set(seen.flat()).size).toBe(12);
  });

  it("is taken back by signing out, also where there is none or its session has ended", async () => {
    const { rollcall, page } = await signedUp(form);
    const copy = copyOf(rollcall, page);
    for (const browser of [page, copy, openPage(rollcall, origin)]) {
      const answer = await browser.call("/auth/logout");
      expect([answer.status, await answer.text(), browser.cookie]).toEqual([204, "", undefined]);
      expect(answer.headers.getSetCookie()).toEqual([expect.stringContaining("Max-Age=0;")]);
    }
    expect(await refusalOf(await page.call("/auth/refresh"))).toBe("401 invalid_refresh_token");
  });

  it("is taken back by a refresh that is refused, and by no other failure", async () => {
    const { rollcall, page } = await signedUp(form);
    const copy = copyOf(rollcall, page);
    expect((await page.call("/auth/refresh", { attempt: "short" })).status).toBe(422);
    expect((await page.call("/auth/login", { ...account, password: "not the password" })).status).toBe(401);
    expect(page.cookie).toBe(copy.cookie);
    await page.call("/auth/logout");
    expect(await refusalOf(await copy.call("/auth/refresh"))).toBe("401 invalid_refresh_token");
    expect(copy.cookie).toBeUndefined();
  });

  it("costs a refresh no more than one round trip", async () => {
    const { rollcall, page } = await signedUp(form);
    await refreshed(page);
    rollcall.clock.advance(refreshGrace);
    const before = rollcall.storage.roundTrips();
    await refreshed(page);
    expect(rollcall.storage.roundTrips() - before).toBe(1);
  });

  it("is not touched, and nothing is done, for a page that may not call (Q73)", async () => {
    const { rollcall, page } = await signedUp(form);
    const kept = page.cookie;
    const before = rollcall.storage.roundTrips();
    for (const other of ["https://evil.example", "https://app.example.test.evil.example", `${origin}:8443`, "null"]) {
      for (const [path, body] of [
        ["/auth/register", { ...account, email: "bob@example.com" }],
        ["/auth/login", account],
        ["/auth/refresh", {}],
        ["/auth/logout", {}],
      ] as const) {
        const answer = await page.call(path, body, { origin: other });
        expect(answer.headers.getSetCookie()).toEqual([]);
        expect(await refusalOf(answer), `${path} from ${other}`).toBe("403 forbidden");
      }
    }
    expect([rollcall.storage.roundTrips(), page.cookie]).toEqual([before, kept]);
    await refreshed(page);
  });

  it("does nothing in a request that does not ask for it (Q73, Q95)", async () => {
    const { rollcall, page } = await signedUp(form);
    const headers = { cookie: `${cookieName}=${page.cookie}`, origin };
    for (const path of ["/auth/refresh", "/auth/logout"]) {
      const answer = await rollcall.call("POST", path, { body: {}, headers });
      expect(await answer.json()).toMatchObject({ status: 422, issues: [{ path: ["refreshToken"] }] });
    }
    expect((await rollcall.call("POST", "/auth/logout", { body: { refreshToken: "" }, headers })).status).toBe(204);
    const { tokens } = await bodyOf<SignedIn>(await rollcall.call("POST", "/auth/login", { body: account, headers }));
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(true);
    for (const more of [{}, transport]) {
      for (const path of ["/me", "/users"]) {
        const answer = await rollcall.call("GET", path, { headers: { ...headers, ...more } });
        expect(await refusalOf(answer)).toBe("401 missing_token");
      }
    }
    await refreshed(page);
  });

  it("that is none of ours is refused without the database, whatever it is made of", async () => {
    const { rollcall, page } = await signedUp(form);
    const [token, attempt] = partsOf(page);
    const before = rollcall.storage.roundTrips();
    const garbage = ["", ".", `.${attempt}`, `x${token}.${attempt}`, `${token.slice(1)}.${attempt}`, '"', "%00", "%"];
    for (const cookie of [...garbage, "x".repeat(3_000), "é", `${attempt}.${token}`]) {
      const browser = Object.assign(openPage(rollcall, origin), { cookie });
      expect((await copyOf(rollcall, browser).call("/auth/logout")).status).toBe(204);
      expect(await refusalOf(await browser.call("/auth/refresh")), cookie).toBe("401 invalid_refresh_token");
      expect(browser.cookie).toBeUndefined();
    }
    expect(rollcall.storage.roundTrips()).toBe(before);
    await refreshed(page);
  });
});

describe("the cookie", () => {
  it("is the host's alone, out of reach for scripts and other sites, for as long as a session may rest (Q72)", async () => {
    const { page } = startForPages(undefined, { settings: { sessionIdleTtl: 7 * 86_400 } });
    const [field = ""] = (await page.call("/auth/register", account)).headers.getSetCookie();
    const [, ...attributes] = field.split("; ");
    expect(attributes.sort()).toEqual(["HttpOnly", "Max-Age=604800", "Path=/", "SameSite=Lax", "Secure"]);
    expect(field.length).toBeLessThan(4_096);
  });

  it("is wanted by one word, and any other is told so", async () => {
    const { rollcall } = startForPages();
    for (const word of ["body", "Cookie", "", "cookie, cookie", "cookies"]) {
      for (const path of ["/auth/register", "/auth/login", "/auth/refresh", "/auth/logout"]) {
        const headers = { origin, "x-rollcall-transport": word };
        const answer = await rollcall.call("POST", path, { body: account, headers });
        expect(await answer.json()).toMatchObject({ status: 422, issues: [{ path: ["X-Rollcall-Transport"] }] });
      }
    }
  });

  it("is nothing to routes that neither give nor take a refresh token", async () => {
    const { rollcall } = startForPages();
    for (const headers of [transport, { "x-rollcall-transport": "x" }])
      expect((await rollcall.call("GET", "/health", { headers })).status).toBe(200);
  });

  it("stands beside no refresh token in the body", async () => {
    const { page } = await signedUp();
    const [refreshToken] = partsOf(page);
    for (const path of ["/auth/refresh", "/auth/logout"]) {
      const answer = await page.call(path, { refreshToken });
      expect(await answer.json()).toMatchObject({
        status: 422,
        issues: [{ path: ["refreshToken"], code: "unrecognized_keys" }],
      });
    }
    await refreshed(page);
  });

  it("is for requests that say which page they come from (Q73)", async () => {
    const { rollcall, page } = await signedUp();
    const headers = { ...transport, cookie: `${cookieName}=${page.cookie}` };
    for (const path of ["/auth/login", "/auth/refresh", "/auth/logout"]) {
      const answer = await rollcall.call("POST", path, { body: {}, headers });
      expect(await refusalOf(answer)).toBe("403 forbidden");
    }
  });

  it("is refused to pages of another site, whose browsers would drop it, before anything is done", async () => {
    const { page } = startForPages();
    const from = (site: string) => page.call("/auth/register", account, { "sec-fetch-site": site });
    const answer = await from("cross-site");
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await answer.json()).toMatchObject({
      status: 403,
      code: "forbidden",
      detail: expect.stringContaining("site"),
    });
    expect((await from("same-site")).status).toBe(201);
  });

  it("is for the service's own pages, too, and on the local server for those of this machine", async () => {
    const { rollcall } = startForPages();
    const { rollcall: local } = startForPages(undefined, { allowsLoopback: true });
    for (const [service, page, status] of [
      [rollcall, rollcall.url, 201],
      [rollcall, "http://localhost:5173", 403],
      [local, "http://localhost:5173", 201],
      [local, "http://localhost.evil.example:5173", 403],
    ] as const)
      expect((await openPage(service, page).call("/auth/register", account)).status, page).toBe(status);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])(
    "cannot be used by a form of another site, as %s or anything else (Q73)",
    async (type) => {
      const { rollcall, page } = await signedUp();
      const cookie = `${cookieName}=${page.cookie}`;
      for (const headers of [{}, transport]) {
        for (const from of [origin, "https://evil.example"]) {
          for (const path of ["/auth/refresh", "/auth/logout"]) {
            const sent = { ...headers, cookie, origin: from, "content-type": type };
            const answer = await rollcall.call("POST", path, { body: "{}", headers: sent });
            expect(answer.status).toBe("x-rollcall-transport" in headers && from !== origin ? 403 : 415);
          }
        }
      }
      await refreshed(page);
    },
  );

  it("is asked for by pages that may call, and answered to nobody else (Q159)", async () => {
    const { rollcall } = startForPages();
    const asked = { "access-control-request-method": "POST", "access-control-request-headers": "x-rollcall-transport" };
    const preflight = (from: string) =>
      rollcall.call("OPTIONS", "/auth/refresh", { headers: { origin: from, ...asked } });
    const { headers } = await preflight(origin);
    expect(headers.get("access-control-allow-headers")).toBe("x-rollcall-transport");
    expect(headers.get("access-control-allow-credentials")).toBe("true");
    expect((await preflight("https://evil.example")).headers.get("access-control-allow-credentials")).toBeNull();
  });

  it("never gets into the log (Q167)", async () => {
    const { rollcall, page } = await signedUp();
    const seen = partsOf(page);
    await refreshed(page);
    const copy = copyOf(rollcall, page);
    await page.call("/auth/logout");
    await copy.call("/auth/refresh");
    for (const secret of seen) expect(rollcall.logs.join()).not.toContain(secret);
  });
});

describe("tokens in bodies", () => {
  it("are as before for pages that do not ask for the cookie", async () => {
    const { rollcall } = startForPages();
    const { tokens } = await signUp(rollcall);
    const answer = await rollcall.call("POST", "/auth/refresh", {
      body: { refreshToken: tokens.refreshToken },
      headers: { origin },
    });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await bodyOf(answer)).toMatchObject({ tokens: { refreshToken: expect.any(String) } });
  });

  it("take no cookie away from such a page, which may be another one's, when they are signed out or refused", async () => {
    const { rollcall } = startForPages();
    for (const [path, status] of [
      ["/auth/logout", 204],
      ["/auth/refresh", 401],
    ] as const) {
      const answer = await rollcall.call("POST", path, { body: { refreshToken: "x" }, headers: { origin } });
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([status, []]);
    }
  });
});
