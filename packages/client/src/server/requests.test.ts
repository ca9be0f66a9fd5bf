import { describe, expect, it } from "vitest";
import { bodyOf, serviceTokenOf, signUp } from "../../../../test/support/accounts.ts";
import { account, cookieName, openPage, origin, startForPages } from "../../../../test/support/cookie-page.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { accessCookie, callsOf, visit, visited } from "../../../../test/support/visitor.ts";
import { createServerClient } from "../index.ts";

describe("a request", () => {
  it("without a cookie is nobody's, and costs no call", async () => {
    const { rollcall } = startForPages();
    const { session, accessToken, signOut, api } = visit(rollcall).request();
    expect([await session(), await accessToken()]).toEqual([null, null]);
    await signOut();
    expect(rollcall.logs).toEqual([]);
    expect((await api.me.$get()).status).toBe(401);
  });

  it("hands down an access token in its Authorization field, and then needs no cookie", async () => {
    const { rollcall, visitor } = await visited();
    const token = await visitor.request().accessToken();
    const handedDown = visit(rollcall).request({ authorization: `Bearer ${token}` });
    expect((await handedDown.api.me.$get()).status).toBe(200);
    expect([await handedDown.accessToken(), handedDown.newCookies]).toEqual([token, []]);
    expect(callsOf(rollcall, "/auth/refresh")).toBe(1);
  });

  it("that has an access token alone can sign out all the same", async () => {
    const { rollcall, page, visitor } = await visited();
    const authorization = `Bearer ${await visitor.request().accessToken()}`;
    for (let time = 0; time < 2; time++) {
      const handedDown = visit(rollcall).request({ authorization });
      await handedDown.signOut();
      expect([await handedDown.session(), handedDown.newCookies]).toEqual([null, []]);
    }
    expect((await page.call("/auth/refresh")).status).toBe(401);
  });

  it("with the token of one account and the cookie of another never turns from the one into the other (Q194)", async () => {
    const { rollcall, visitor } = await visited();
    const { tokens } = await signUp(rollcall, "bob@example.com");
    const { api } = visitor.request({ authorization: `Bearer ${tokens.accessToken}` });
    expect(await bodyOf(await api.me.$get())).toMatchObject({ email: "bob@example.com" });
    await rollcall.call("POST", "/auth/logout", { body: { refreshToken: tokens.refreshToken } });
    expect((await api.me.$patch({ json: { name: "Bob" } })).status).toBe(401);
  });

  it("names nobody by itself: what it says has to be taken by the service first (Q95)", async () => {
    const { rollcall, visitor, page } = await visited();
    const { user } = await signUp(rollcall, "eve@example.com");
    const [header = "", payload = "", signature] = (await signUp(rollcall, "bob@example.com")).tokens.accessToken.split(
      ".",
    );
    const claims = { ...JSON.parse(Buffer.from(payload, "base64url").toString()), sub: user.id };
    const forge = (more: object) =>
      `${header}.${Buffer.from(JSON.stringify({ ...claims, ...more })).toString("base64url")}.${signature}`;
    const service = await serviceTokenOf(rollcall, (await visitor.request().accessToken()) as string);
    for (const token of [forge({}), forge({ exp: 1 }), service, "x.y.z", "x"]) {
      const alone = visit(rollcall).request({ authorization: `Bearer ${token}` });
      await alone.api.health.$get();
      expect(await alone.session(), token).toBeNull();
      visitor.jar.set(accessCookie, `${page.cookie?.slice(0, 44)}.${token}`);
      for (const fields of [undefined, { authorization: `Bearer ${token}` }]) {
        const found = await visitor.request(fields).session();
        expect([found === null, found?.userId]).toEqual([false, expect.not.stringContaining(user.id)]);
      }
    }
  });

  it("may have an Authorization field that is not Rollcall's", async () => {
    const { visitor } = await visited();
    expect(await visitor.request({ authorization: "Basic YTpi" }).session()).not.toBeNull();
    expect(await visitor.request({ authorization: "Bearer of.other.news" }).session()).not.toBeNull();
  });

  it("may come from Node, whose fields are an object", async () => {
    const { rollcall, page } = await visited();
    const headers = { cookie: `a=b; ${cookieName}=${page.cookie}`, "set-cookie": ["a"], "user-agent": undefined };
    expect(await createServerClient(rollcall.url, { headers, fetch: rollcall.fetch }).session()).not.toBeNull();
  });

  it.each(["", "x", "a.b; evil=1", 'a"b', "%00.%00"])(
    "has no cookie where it has one of another form: %j",
    async (value) => {
      const { rollcall } = startForPages();
      expect(await visit(rollcall, value).request().session()).toBeNull();
      expect(rollcall.logs.length).toBeLessThanOrEqual(1);
    },
  );

  it("that another page has sent is refused, though it comes with all cookies (Q73)", async () => {
    const { rollcall, visitor } = await visited();
    const before = visitor.request();
    await before.session();
    visitor.pass(before);
    const request = visitor.request({ origin: "https://evil.example.test" });
    const answer = await request.api.me.$patch({ json: { name: "Eve" } });
    expect(await bodyOf(answer)).toMatchObject({ status: 403, code: "forbidden" });
    await expect(request.session()).rejects.toThrow(
      "The cookie is for pages of this site that CORS_ORIGINS lists. (forbidden)",
    );
    expect(request.newCookies).toEqual([]);
    expect(callsOf(rollcall, "/me")).toBe(0);
  });

  it("that the app's own page has sent needs no refresh where the app has said which that is (Q73)", async () => {
    const { rollcall, visitor } = await visited();
    const before = visitor.request();
    await before.session();
    visitor.pass(before);
    for (const [stated, refreshes] of [
      [{ origin }, 1],
      [{}, 2],
    ] as const) {
      const answer = await visitor.request({ origin }, stated).api.me.$patch({ json: { name: "Ada" } });
      expect([answer.status, callsOf(rollcall, "/auth/refresh")]).toEqual([200, refreshes]);
    }
  });

  it("comes from the service's origin where the app has not said its own, also under a path of it", async () => {
    const { rollcall, page } = await visited();
    const inside: typeof fetch = (input, init) => rollcall.fetch(String(input).replace("/rollcall", ""), init);
    const options = { headers: { cookie: `${cookieName}=${page.cookie}` }, fetch: inside };
    expect(await createServerClient(`${rollcall.url}/rollcall/`, options).session()).not.toBeNull();
  });

  it("comes from the app's origin where it does not say so itself", async () => {
    const rollcall = startRollcall({ corsOrigins: [origin] });
    const page = openPage(rollcall, origin);
    await page.call("/auth/register", account);
    const inside: typeof fetch = (input, init) =>
      rollcall.fetch(String(input).replace("http://rollcall.internal:3000", rollcall.url), init);
    const headers = { cookie: `${cookieName}=${page.cookie}` };
    const options = { headers, fetch: inside };
    const silent = createServerClient("http://rollcall.internal:3000", options);
    await expect(silent.session()).rejects.toMatchObject({ code: "forbidden" });
    const stated = createServerClient("http://rollcall.internal:3000", { ...options, origin });
    expect(await stated.session()).not.toBeNull();
  });
});

describe("a service that cannot be asked", () => {
  it("is waited for no longer than the caller wants", async () => {
    const { visitor } = await visited();
    const { api } = visitor.request({}, { fetch: () => new Promise(() => {}) });
    const giveUp = new AbortController();
    const call = api.me.$get({}, { init: { signal: giveUp.signal } });
    giveUp.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
  });

  it("may be asked again, for what needs no refresh", async () => {
    const { rollcall, visitor } = await visited();
    let isAway = true;
    const request = visitor.request(
      { origin },
      {
        fetch: async (input, init) =>
          isAway ? Promise.reject(new TypeError("fetch failed")) : rollcall.fetch(input, init),
      },
    );
    await expect(request.session()).rejects.toThrow("fetch failed");
    isAway = false;
    expect((await request.api.auth.login.$post({ json: account })).status).toBe(200);
    expect(await request.session()).not.toBeNull();
  });

  const away: typeof fetch = async () =>
    Response.json(
      { type: "about:blank", title: "Away", status: 503, code: "unavailable", requestId: "1" },
      {
        status: 503,
        headers: { "content-type": "application/problem+json" },
      },
    );

  it("is no reason to say that nobody is signed in, nor to take a cookie back", async () => {
    const { visitor } = await visited();
    const request = visitor.request({}, { fetch: away });
    await expect(request.session()).rejects.toThrow("Away (unavailable)");
    await expect(request.accessToken()).rejects.toThrow("Away");
    await expect(request.signOut()).rejects.toThrow("Away");
    expect([(await request.api.me.$get()).status, request.newCookies]).toEqual([503, []]);
  });

  it.each<[string, () => Promise<Response>]>([
    ["a page", async () => new Response("<html>", { headers: { "content-type": "text/html" } })],
    ["another API", async () => Response.json({ tokens: { accessToken: "x" } })],
    ["a gateway", async () => Response.json({ message: "Unauthorized" }, { status: 401 })],
    ["nobody", () => Promise.reject(new TypeError("fetch failed"))],
  ])("is not mistaken for one that has answered: %s", async (_, answer) => {
    const { visitor } = await visited();
    const request = visitor.request({}, { fetch: answer });
    await expect(request.session()).rejects.toThrow();
    expect(request.newCookies).toEqual([]);
  });
});
