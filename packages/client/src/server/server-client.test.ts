import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { bodyOf, signUp } from "../../../../test/support/accounts.ts";
import {
  account,
  cookieName,
  copyOf,
  openPage,
  origin,
  signedUp,
  startForPages,
} from "../../../../test/support/cookie-page.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import type { TestRollcall } from "../../../../test/support/rollcall.ts";
import { callsOf, visit, visited } from "../../../../test/support/visitor.ts";
import { createServerClient } from "../index.ts";

const hour = 3_600;

describeOnEachDatabase("a client for one request of a visitor", (form) => {
  it("acts as the visitor whose cookie the request has, with one refresh for all of its calls", async () => {
    const { rollcall, visitor } = await visited(form);
    const { api, session, accessToken } = visitor.request();
    const [me, sessions, who, token] = await Promise.all([
      api.me.$get(),
      api.me.sessions.$get(),
      session(),
      accessToken(),
    ]);
    expect([me.status, sessions.status]).toEqual([200, 200]);
    const { id } = await bodyOf<{ id: string }>(me);
    expect(who).toEqual({ userId: id, sessionId: expect.stringMatching(/^sess_/) });
    expect((await rollcall.call("GET", "/me", { token: token as string })).status).toBe(200);
    expect(callsOf(rollcall, "/auth/refresh")).toBe(1);
  });

  it("has new cookies for the browser, and with them the next request needs no refresh", async () => {
    const { rollcall, page, visitor } = await visited(form);
    const first = visitor.request();
    expect(first.newCookies).toEqual([]);
    await first.session();
    expect(first.newCookies.map((text) => text.replace(/=[\w.-]+/, "=…"))).toEqual([
      "__Host-rollcall=…; Path=/; Max-Age=1209600; HttpOnly; Secure; SameSite=Lax",
      "__Host-rollcall-access=…; Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax",
    ]);
    visitor.pass(first);
    expect(visitor.jar.get(cookieName)).not.toBe(page.cookie);
    for (let request = 0; request < 3; request++) {
      const next = visitor.request();
      expect((await next.api.me.$get()).status).toBe(200);
      expect(next.newCookies).toEqual([]);
    }
    expect(callsOf(rollcall, "/auth/refresh")).toBe(1);
  });

  it("refreshes when the access token that it was handed is refused, once for all calls", async () => {
    const { rollcall, visitor } = await visited(form);
    const first = visitor.request();
    await first.session();
    visitor.pass(first);
    rollcall.clock.advance(601);
    const { api, session } = visitor.request();
    const answers = await Promise.all([api.me.$get(), api.me.$get(), api.me.sessions.$get(), session()]);
    expect(answers.slice(0, 3).map((answer) => (answer as Response).status)).toEqual([200, 200, 200]);
    expect(callsOf(rollcall, "/auth/refresh")).toBe(2);
  });

  it("costs nobody the session where its cookies cannot be passed on, page after page for days (Q186)", async () => {
    const { rollcall, page, visitor } = await visited(form);
    for (let request = 0; request < 5; request++) {
      expect(await visitor.request().session()).not.toBeNull();
      rollcall.clock.advance(24 * hour);
    }
    // The browser goes on with the same cookie, and the server with the next one.
    expect((await page.call("/auth/refresh")).status).toBe(200);
    visitor.jar.set(cookieName, page.cookie as string);
    rollcall.clock.advance(hour);
    expect(await visitor.request().session()).not.toBeNull();
    rollcall.clock.advance(hour);
    expect((await page.call("/auth/refresh")).status).toBe(200);
  });

  it("gives many requests with one cookie one session, whichever cookie the browser keeps (Q59, Q186)", async () => {
    const { rollcall, visitor } = await visited(form);
    const requests = Array.from({ length: 20 }, () => visitor.request());
    const found = await Promise.all(requests.map(({ session }) => session()));
    expect(new Set(found.map((session) => session?.sessionId)).size).toBe(1);
    visitor.pass(requests[7] as (typeof requests)[0]);
    rollcall.clock.advance(hour);
    const next = visitor.request();
    expect(await next.session()).toEqual(found[0]);
    visitor.pass(next);
    rollcall.clock.advance(hour);
    expect(await visitor.request().session()).toEqual(found[0]);
  });

  it("takes the cookies back when the session has ended", async () => {
    const { rollcall, page, visitor } = await visited(form);
    const first = visitor.request();
    await first.session();
    visitor.pass(first);
    await Object.assign(page, { cookie: visitor.jar.get(cookieName) }).call("/auth/logout");
    const { api, session, accessToken, ...rest } = visitor.request();
    expect((await api.me.$get()).status).toBe(401);
    expect([await session(), await accessToken(), await accessToken("orders")]).toEqual([null, null, null]);
    const request = visitor.request();
    await request.session();
    visitor.pass(request);
    expect([visitor.jar.size, "newCookies" in rest]).toEqual([0, true]);
    expect(callsOf(rollcall, "/auth/refresh")).toBe(3);
  });

  it("signs out, and then acts for nobody", async () => {
    const { page, visitor } = await visited(form);
    const request = visitor.request();
    await request.session();
    await request.signOut();
    expect([await request.session(), (await request.api.me.$get()).status]).toEqual([null, 401]);
    visitor.pass(request);
    expect(visitor.jar.size).toBe(0);
    expect((await page.call("/auth/refresh")).status).toBe(401);
  });
});

describe("whoever signs in on the server", () => {
  it("is who its client acts for from then on, and gets the cookies", async () => {
    const { rollcall } = startForPages();
    await signUp(rollcall, account.email, { password: account.password });
    const visitor = visit(rollcall);
    const request = visitor.request({ origin });
    const answer = await request.api.auth.login.$post({ json: account });
    expect(answer.ok && (await answer.json()).tokens).not.toHaveProperty("refreshToken");
    expect((await request.api.me.$get()).status).toBe(200);
    visitor.pass(request);
    expect(await visitor.request().session()).toEqual(await request.session());
    expect(callsOf(rollcall, "/auth/refresh")).toBe(0);
  });

  it("replaces whoever was signed in before, whose access token is nobody's then", async () => {
    const { rollcall, visitor } = await visited();
    await signUp(rollcall, "eve@example.com");
    const first = visitor.request();
    await first.session();
    visitor.pass(first);
    const browser = openPage(rollcall, origin);
    await browser.call("/auth/login", { ...account, email: "eve@example.com" });
    visitor.jar.set(cookieName, browser.cookie as string);
    const me = await visitor.request().api.me.$get();
    expect(await bodyOf(me)).toMatchObject({ email: "eve@example.com" });
  });

  it("is shown as who they are, with their browser, among their sessions", async () => {
    const { rollcall } = startForPages();
    const request = visit(rollcall).request({ "user-agent": "Lynx/2.9", origin });
    await request.api.auth.register.$post({ json: account });
    const sessions = await request.api.me.sessions.$get();
    expect(await bodyOf(sessions)).toMatchObject({ items: [{ userAgent: "Lynx/2.9", current: true }] });
  });

  it("is told of nobody by what a refusal leaves behind", async () => {
    const { rollcall } = startForPages();
    const request = visit(rollcall).request({ origin });
    expect((await request.api.auth.login.$post({ json: account })).status).toBe(401);
    expect([await request.session(), request.newCookies]).toEqual([null, []]);
  });
});

describe("calls of one request that are under way at the same time", () => {
  /** A service whose answers to refreshes come late. */
  const slowly =
    (rollcall: TestRollcall): typeof fetch =>
    async (input, init) => {
      const response = await rollcall.fetch(input, init);
      if (String(input).endsWith("/auth/refresh")) await setTimeout(30);
      return response;
    };

  it.each([
    ["that is refreshed", false],
    ["that has ended", true],
  ])("leave whoever signs in signed in, whatever comes of a session before %s", async (_, isOver) => {
    const { rollcall, page, visitor } = await visited();
    await signUp(rollcall, "eve@example.com", { password: account.password });
    if (isOver) await copyOf(rollcall, page).call("/auth/logout");
    const request = visitor.request({ origin }, { fetch: slowly(rollcall) });
    const login = () => request.api.auth.login.$post({ json: { ...account, email: "eve@example.com" } });
    const [, answer] = await Promise.all([request.session(), login()]);
    visitor.pass(request);
    const { user } = await bodyOf<{ user: { id: string } }>(answer);
    for (const { session } of [request, visitor.request()]) expect(await session()).toMatchObject({ userId: user.id });
  });

  it("need no refresh where somebody signs in", async () => {
    const { rollcall, visitor } = await visited();
    const { api } = visitor.request({ origin });
    const [answer, me] = await Promise.all([api.auth.login.$post({ json: account }), api.me.$get()]);
    expect([answer.status, me.status, callsOf(rollcall, "/auth/refresh")]).toEqual([200, 200, 0]);
  });

  it("leave nobody's cookies where the visitor signs out", async () => {
    const { rollcall, visitor } = await visited();
    const request = visitor.request({ origin }, { fetch: slowly(rollcall) });
    const asked = request.session();
    await setTimeout(15);
    await Promise.all([asked, request.signOut()]);
    visitor.pass(request);
    expect([visitor.jar.size, await request.session()]).toEqual([0, null]);
  });
});

describe("clients of several requests", () => {
  it("have nothing in common, also when they are made and used at the same time (Q194)", async () => {
    const { rollcall } = startForPages();
    const visitors = await Promise.all(
      Array.from({ length: 10 }, async (_, number) => {
        const page = openPage(rollcall, origin);
        await page.call("/auth/register", { ...account, email: `user${number}@example.com` });
        return visit(rollcall, page.cookie);
      }),
    );
    const requests = visitors.map((visitor) => visitor.request());
    const answers = await Promise.all(requests.map(({ api }) => api.me.$get()));
    const emails = await Promise.all(answers.map(async (answer) => (await bodyOf<{ email: string }>(answer)).email));
    expect(emails).toEqual(visitors.map((_, number) => `user${number}@example.com`));
    expect(await visit(rollcall).request().session()).toBeNull();
  });

  it("send the service the one cookie that is its own, and other services nothing", async () => {
    const { rollcall, visitor } = await visited();
    const sent: { url: string; cookie: string | null }[] = [];
    const spy: typeof fetch = (input, init) => {
      sent.push({ url: String(input), cookie: new Headers(init?.headers).get("cookie") });
      return rollcall.fetch(input, init);
    };
    const { api, accessToken } = visitor.request({}, { fetch: spy });
    await api.me.$get();
    expect(await Promise.all([accessToken("orders"), accessToken("orders")])).toHaveLength(2);
    expect(sent.every(({ url }) => url.startsWith(`${rollcall.url}/`))).toBe(true);
    expect(sent.map(({ cookie }) => cookie?.replace(/=.*/, "") ?? null)).toEqual([cookieName, null, null]);
  });

  it("want the whole address of a service", () => {
    for (const address of ["", "/rollcall", "auth.example.com", "ftp://auth.example.com"])
      expect(() => createServerClient(address, { headers: {} })).toThrow(TypeError);
  });
});

describe("the tokens of a session", () => {
  it("begin alike, and like no other session's, as the cookie of the access token relies on", async () => {
    const { rollcall, page } = await signedUp();
    const first = page.cookie?.slice(0, 44);
    await page.call("/auth/refresh");
    expect(page.cookie?.slice(0, 44)).toBe(first);
    const { tokens } = await bodyOf<{ tokens: { refreshToken: string } }>(
      await rollcall.call("POST", "/auth/login", { body: account }),
    );
    expect(tokens.refreshToken.slice(0, 44)).not.toBe(first);
  });
});
