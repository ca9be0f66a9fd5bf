import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { bodyOf, signUp } from "../../../../test/support/accounts.ts";
import { account, cookieName, origin } from "../../../../test/support/cookie-page.ts";
import { accessCookie, callsOf, visit, visited } from "../../../../test/support/visitor.ts";
import type { LogoutInput, Tokens } from "../index.ts";

/** A visitor whose browser has both cookies. */
async function returning() {
  const start = await visited();
  const first = start.visitor.request();
  await first.session();
  start.visitor.pass(first);
  return start;
}

/** The access token in the browser, as if it expired in so many seconds. */
async function expiringIn(seconds: number) {
  const start = await returning();
  const [session, header, payload = "", signature] = (start.visitor.jar.get(accessCookie) as string).split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const changed = Buffer.from(JSON.stringify({ ...claims, exp })).toString("base64url");
  start.visitor.jar.set(accessCookie, [session, header, changed, signature].join("."));
  return start;
}

const badGateway: typeof fetch = async () => new Response("<h1>Bad Gateway</h1>", { status: 502 });

describe("an access token that the browser has handed over", () => {
  it("is asked about once, however many want to know whose it is", async () => {
    const { rollcall, visitor } = await returning();
    const { session } = visitor.request();
    const found = await Promise.all([session(), session(), session()]);
    expect([new Set(found).has(null), callsOf(rollcall, "/me")]).toEqual([false, 1]);
  });

  it("names nobody where something else has answered a call with it (Q95)", async () => {
    const { visitor } = await returning();
    const { api, session } = visitor.request({}, { fetch: badGateway });
    expect((await api.me.$get()).status).toBe(502);
    await expect(session()).rejects.toThrow("Not answered by Rollcall (502)");
  });

  it("is renewed in its last half minute, and does for as long as that cannot be done", async () => {
    const { rollcall, visitor } = await expiringIn(20);
    expect(await visitor.request({}, { fetch: badGateway }).accessToken()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await visitor.request().session()).not.toBeNull();
    expect(callsOf(rollcall, "/auth/refresh")).toBe(2);
  });

  it("is handed out no more when it has expired", async () => {
    const { visitor } = await expiringIn(-1);
    const { accessToken } = visitor.request({}, { fetch: badGateway });
    await expect(accessToken()).rejects.toThrow("Not answered by Rollcall (502)");
  });

  it("that is refused is no reason to call anybody signed out while there can be no other", async () => {
    const { rollcall, visitor } = await returning();
    rollcall.clock.advance(601);
    const { api, session } = visitor.request(
      {},
      {
        fetch: (input, init) =>
          String(input).endsWith("/auth/refresh") ? badGateway(input, init) : rollcall.fetch(input, init),
      },
    );
    expect((await api.me.$get()).status).toBe(502);
    await expect(session()).rejects.toThrow("Not answered by Rollcall (502)");
  });

  it("may be refused late, when another call has got the next one already", async () => {
    const { rollcall, visitor } = await returning();
    rollcall.clock.advance(601);
    const { api } = visitor.request(
      {},
      {
        fetch: async (input, init) => {
          const response = await rollcall.fetch(input, init);
          if (response.status === 401 && String(input).endsWith("/me/sessions")) await setTimeout(50);
          return response;
        },
      },
    );
    const [me, sessions] = await Promise.all([api.me.$get(), api.me.sessions.$get()]);
    expect([me.status, sessions.status]).toEqual([200, 200]);
  });
});

describe("a token for another service", () => {
  it("is that of whoever is signed in by now", async () => {
    const { rollcall, visitor } = await returning();
    await signUp(rollcall, "eve@example.com", { password: account.password });
    const { api, accessToken, session } = visitor.request({ origin }, { origin });
    const before = await accessToken("orders");
    await api.auth.login.$post({ json: { ...account, email: "eve@example.com" } });
    const after = await accessToken("orders");
    const subjectOf = (token: string | null) =>
      JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString()).sub;
    expect(subjectOf(after)).toBe((await session())?.userId);
    expect(subjectOf(before)).not.toBe(subjectOf(after));
  });

  it("is null where the session is over by Rollcall's own word, and by nobody else's", async () => {
    const { rollcall, visitor } = await returning();
    const refused = (answer: () => Response) =>
      visitor.request(
        {},
        {
          fetch: async (input, init) =>
            String(input).endsWith("/auth/tokens") ? answer() : rollcall.fetch(input, init),
        },
      );
    const gateway = refused(() => Response.json({ message: "Unauthorized" }, { status: 401 }));
    await expect(gateway.accessToken("orders")).rejects.toThrow("Not answered by Rollcall (401)");
    await visitor.request().signOut();
    expect(await visitor.request().accessToken("orders")).toBeNull();
  });
});

describe("what goes over the wire", () => {
  it("is nothing that only a browser knows, and the cookie only where it counts", async () => {
    const { rollcall, visitor } = await visited();
    const sent: (RequestInit | undefined)[] = [];
    const spy: typeof fetch = (input, init) => {
      sent.push(init);
      return rollcall.fetch(input, init);
    };
    const { api, session } = visitor.request({}, { fetch: spy });
    await api.health.$get();
    expect(new Headers(sent[0]?.headers).has("cookie")).toBe(false);
    await session();
    // Workers throw for them.
    const names = sent.flatMap((init) => Object.keys(init ?? {}));
    expect(names.filter((name) => ["credentials", "keepalive"].includes(name))).toEqual([]);
  });

  it("comes back without the cookies of what stands in between", async () => {
    const { rollcall, visitor } = await visited();
    const balanced: typeof fetch = async (input, init) => {
      const response = await rollcall.fetch(input, init);
      response.headers.append("set-cookie", "balancer=1; Path=/");
      return response;
    };
    const request = visitor.request({}, { fetch: balanced });
    expect(await request.session()).not.toBeNull();
    expect(request.newCookies.map((text) => text.split("=")[0])).toEqual([cookieName, accessCookie]);
  });

  it("becomes no cookie where it is no token, whoever has answered", async () => {
    const { rollcall, visitor } = await visited();
    const forged: typeof fetch = async (input, init) => {
      const response = await rollcall.fetch(input, init);
      const { tokens } = await bodyOf<{ tokens: Tokens }>(response.clone());
      const accessToken = `x; Domain=localhost; ${tokens.accessToken}`;
      return new Response(JSON.stringify({ tokens: { ...tokens, accessToken } }), response);
    };
    const request = visitor.request({}, { fetch: forged });
    await expect(request.session()).rejects.toThrow("something other than Rollcall answered");
    expect(request.newCookies.filter((text) => /domain/i.test(text))).toEqual([]);
  });

  it("may be a sign-out by its route as well", async () => {
    const { rollcall, visitor } = await returning();
    const request = visitor.request();
    expect((await request.api.auth.logout.$post({ json: {} as LogoutInput })).status).toBe(204);
    expect(await request.session()).toBeNull();
    visitor.pass(request);
    expect([visitor.jar.size, await visit(rollcall).request().session()]).toEqual([0, null]);
  });
});
