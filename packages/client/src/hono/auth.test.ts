import { Hono } from "hono";
import { handle, type LambdaEvent } from "hono/aws-lambda";
import { every, some } from "hono/combine";
import { cors } from "hono/cors";
import { HTTPException } from "hono/http-exception";
import { requestId } from "hono/request-id";
import { describe, expect, it } from "vitest";
import { bodyOf, serviceTokenOf, signUp } from "../../../../test/support/accounts.ts";
import { compactJws, type Json, keySigner, takeApart } from "../../../../test/support/forged-tokens.ts";
import { challengeOf, startOrders } from "../../../../test/support/orders.ts";
import { problemKinds } from "../../../functions/src/http/problem.ts";
import { type AuthEnv, type AuthenticatedUser, auth, requireRole } from "./index.ts";

/** A problem's members and the header fields that go with them, as far as they are not different each time. */
async function shapeOf(response: Response) {
  const { requestId, instance, ...problem } = await bodyOf<Json>(response);
  const fields = ["content-type", "www-authenticate", "retry-after"].map((name) => response.headers.get(name));
  return { problem, fields, ids: [typeof requestId, typeof instance] };
}

describe("auth", () => {
  it("tells whose token a request has brought", async () => {
    const { rollcall, call } = await startOrders();
    const { user, tokens } = await signUp(rollcall);
    const response = await call("/mine", await serviceTokenOf(rollcall, tokens.accessToken));
    expect(response.status).toBe(200);
    const seen = await bodyOf<Record<keyof AuthenticatedUser, unknown>>(response);
    expect(seen).toEqual({
      id: user.id,
      sessionId: expect.stringMatching(/^sess_/),
      roles: [],
      acr: "1",
      amr: ["pwd"],
      authenticatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(Math.abs(Date.parse(String(seen.authenticatedAt)) - rollcall.clock.now().getTime())).toBeLessThan(5_000);
  });

  it("refuses as Rollcall itself does, member for member (Q94)", async () => {
    const { rollcall, call } = await startOrders();
    const { tokens } = await signUp(rollcall);
    const ours = async (token?: string, path = "/me") =>
      shapeOf(await rollcall.call("GET", path, token ? { token } : {}));
    expect(await shapeOf(await call("/mine"))).toEqual(await ours());
    expect(await shapeOf(await call("/mine", "x.y.z"))).toEqual(await ours("x.y.z"));
    const token = await serviceTokenOf(rollcall, tokens.accessToken);
    expect(await shapeOf(await call("/all", token))).toEqual(await ours(tokens.accessToken, "/users"));
  });

  it("asks for a token where there is none, in the Authorization header and nowhere else (Q94, Q95)", async () => {
    const { rollcall, app } = await startOrders();
    const token = await serviceTokenOf(rollcall, (await signUp(rollcall)).tokens.accessToken);
    const requests: [string, Record<string, string>][] = [
      ["/mine", {}],
      ["/mine", { authorization: "Bearer" }],
      ["/mine", { authorization: `Basic ${token}` }],
      ["/mine", { "x-access-token": token, cookie: `access_token=${token}` }],
      [`/mine?access_token=${token}`, {}],
    ];
    for (const [path, headers] of requests) {
      const refusal = await challengeOf(await app.request(path, { headers }));
      expect(refusal).toEqual({ status: 401, code: "missing_token", challenge: "Bearer" });
    }
  });

  it("refuses every token but this service's own that are still good (Q187)", async () => {
    const { rollcall, call } = await startOrders();
    const { accessToken } = (await signUp(rollcall)).tokens;
    const good = await serviceTokenOf(rollcall, accessToken);
    const { header, claims } = takeApart(good);
    const signer = keySigner((await rollcall.dependencies.keyRing.signer()).privateKey());
    const refused = [
      accessToken,
      await serviceTokenOf(rollcall, accessToken, "https://billing.example.test"),
      compactJws(header, { ...claims, aud: ["orders"] }, signer),
      compactJws(header, { ...claims, iss: "https://evil.example" }, signer),
      compactJws({ ...header, typ: "JWT" }, claims, signer),
      compactJws({ ...header, alg: "none" }, claims, () => Buffer.alloc(0)),
      `${good.slice(0, -4)}AAAA`,
      "",
    ];
    for (const token of refused.filter(Boolean)) {
      const refusal = await challengeOf(await call("/mine", token));
      expect(refusal).toEqual({ status: 401, code: "invalid_token", challenge: 'Bearer error="invalid_token"' });
    }
    expect((await call("/mine", good)).status).toBe(200);
    rollcall.clock.advance(600);
    expect(await challengeOf(await call("/mine", good))).toMatchObject({ code: "invalid_token" });
  });

  it("lets pass what a later Rollcall may say: other roles, stronger authentications, more claims", async () => {
    const { rollcall, call } = await startOrders();
    const { header, claims } = takeApart(await serviceTokenOf(rollcall, (await signUp(rollcall)).tokens.accessToken));
    const signer = keySigner((await rollcall.dependencies.keyRing.signer()).privateKey());
    const token = compactJws(header, { ...claims, roles: ["auditor"], acr: "2", amr: ["pwd", "otp"], org: 1 }, signer);
    expect(await bodyOf(await call("/mine", token))).toMatchObject({ roles: ["auditor"], acr: "2" });
  });

  it("calls no token bad while the keys cannot be had: 503, and when to come again", async () => {
    const { rollcall, issuer, call } = await startOrders();
    const token = await serviceTokenOf(rollcall, (await signUp(rollcall)).tokens.accessToken);
    issuer.isAway = true;
    const responses = await Promise.all(Array.from({ length: 50 }, () => call("/mine", token)));
    for (const response of responses) {
      const seconds = Number(response.headers.get("retry-after"));
      expect(Number.isInteger(seconds)).toBe(true);
      expect(seconds).toBeGreaterThanOrEqual(20);
      expect(seconds).toBeLessThanOrEqual(25);
      const { problem } = await shapeOf(response);
      expect(problem).toEqual({
        type: `${rollcall.url}/problems/unavailable`,
        ...problemKinds.unavailable,
        code: "unavailable",
        detail: "The keys that access tokens are verified with cannot be had.",
        retryAfter: seconds,
      });
    }
    expect(issuer.reads).toBe(1);
    // What needs no key is decided all the same.
    expect(await challengeOf(await call("/mine", "x.y.z"))).toMatchObject({ status: 401 });
    issuer.isAway = false;
    rollcall.clock.advance(26);
    expect((await call("/mine", token)).status).toBe(200);
    issuer.isAway = true;
    rollcall.clock.advance(500);
    expect((await call("/mine", token)).status).toBe(200);
  });

  it("leaves the reason why there are no keys in the error, for whoever logs", async () => {
    const { rollcall } = await startOrders();
    const token = await serviceTokenOf(rollcall, (await signUp(rollcall)).tokens.accessToken);
    const logged: unknown[] = [];
    const app = new Hono()
      .use(async (c, next) => {
        await next();
        logged.push(c.error?.cause);
      })
      .use(auth({ issuer: rollcall.url, audience: "orders", fetch: () => Promise.reject(new TypeError("no route")) }));
    expect((await app.request("/", { headers: { authorization: `Bearer ${token}` } })).status).toBe(503);
    const message = `${rollcall.url}/.well-known/jwks.json cannot be reached`;
    expect(logged).toEqual([expect.objectContaining({ name: "KeysUnavailableError", message })]);
  });

  it("takes no failure of its own for one of the keys", async () => {
    const clock = {
      now: () => {
        throw new Error("no clock");
      },
    };
    const app = new Hono()
      .onError((error, c) => c.text(error.message, 500))
      .use(auth({ issuer: "https://auth.example.test", audience: "orders", clock }));
    const { rollcall } = await startOrders();
    const token = await serviceTokenOf(rollcall, (await signUp(rollcall)).tokens.accessToken);
    const response = await app.request("/", { headers: { authorization: `Bearer ${token}` } });
    expect([response.status, await response.text()]).toEqual([500, "no clock"]);
  });

  it("takes the id that hono/request-id gave the request", async () => {
    const app = new Hono().use(requestId()).use(auth({ issuer: "https://auth.example.test", audience: "orders" }));
    const id = "0c1c4b5e-2f1a-4c59-9d5e-6f3c8f6f2a57";
    const response = await app.request("/", { headers: { "x-request-id": id } });
    expect(await bodyOf(response)).toMatchObject({ requestId: id, instance: `urn:uuid:${id}` });
    const unusual = await app.request("/", { headers: { "x-request-id": "trace-7" } });
    expect(unusual.headers.get("x-request-id")).toBe("trace-7");
    const instance = expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(await bodyOf(unusual)).toMatchObject({ requestId: "trace-7", instance });
  });

  it("refuses as Hono's own middleware does: an app may answer otherwise, or go on to something else", async () => {
    const issuer = "https://auth.example.test";
    const own = new Hono()
      .onError((error, c) => c.text(`${error instanceof HTTPException && error.status}`, 400))
      .use(auth({ issuer, audience: "orders" }));
    expect(await (await own.request("/")).text()).toBe("401");
    const open = new Hono()
      .use(cors({ origin: "https://app.example.test" }))
      .use(
        "/either",
        some(auth({ issuer, audience: "orders" }), (_, next) => next()),
      )
      .use("/both", every(auth({ issuer, audience: "orders" }), requireRole("admin")))
      .all("*", (c) => c.text("in"));
    expect(await (await open.request("/either")).text()).toBe("in");
    const origin = "https://app.example.test";
    const refused = await open.request("/both", { headers: { origin } });
    expect(refused.headers.get("access-control-allow-origin")).toBe(origin);
    expect(await challengeOf(refused)).toMatchObject({ status: 401, code: "missing_token" });
    expect((await open.request("/both", { method: "OPTIONS", headers: { origin } })).status).toBe(204);
  });

  it("runs on Lambda, behind a function URL or an HTTP API", async () => {
    const { rollcall, app } = await startOrders();
    const { user, tokens } = await signUp(rollcall);
    const token = await serviceTokenOf(rollcall, tokens.accessToken);
    const ask = (headers: Record<string, string>) =>
      handle(app)({
        version: "2.0",
        rawPath: "/mine",
        rawQueryString: "",
        headers,
        isBase64Encoded: false,
        requestContext: { http: { method: "GET", path: "/mine" }, domainName: "orders.example.test" },
      } as unknown as LambdaEvent);
    const answer = await ask({ authorization: `Bearer ${token}` });
    expect(JSON.parse(answer.body)).toMatchObject({ id: user.id });
    expect(await ask({})).toMatchObject({
      statusCode: 401,
      headers: { "www-authenticate": "Bearer", "content-type": "application/problem+json" },
      isBase64Encoded: false,
    });
  });

  it.each([
    [{ issuer: "https://auth.example.test/" }, /^issuer/],
    [{ issuer: "auth.example.test" }, /^issuer/],
    [{ issuer: undefined }, /^issuer/],
    [{ audience: "" }, /^audience/],
    [{ audience: undefined }, /^audience/],
    [{ jwksUri: "/keys" }, /^jwksUri/],
    [{ jwksUri: "file:///etc/keys" }, /^jwksUri/],
  ])("refuses options that would refuse every token: %o", (options, message) => {
    const all = { issuer: "https://auth.example.test", audience: "orders", ...options } as never;
    expect(() => auth(all)).toThrow(TypeError);
    expect(() => auth(all)).toThrow(message);
  });
});

describe("the types", () => {
  it("know the user behind auth, and nowhere else", () => {
    const app = new Hono();
    app.get("/", (c) => {
      // @ts-expect-error There is no user without auth.
      return c.json(c.var.user);
    });
    app.get("/mine", auth({ issuer: "https://auth.example.test", audience: "orders" }), (c) => {
      const { id, authenticatedAt } = c.var.user satisfies AuthenticatedUser;
      // @ts-expect-error It has no address.
      return c.text(`${id} ${authenticatedAt.getTime()} ${c.var.user.email}`);
    });
    new Hono<AuthEnv>().get("/", (c) => c.text(c.var.user.id));
    requireRole("auditor");
    // @ts-expect-error Options without an audience.
    expect(() => auth({ issuer: "https://auth.example.test" })).toThrow();
  });
});
