import { createSecrets } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { createApp } from "../../packages/functions/src/app.ts";
import { functionUrlHandler } from "../../packages/functions/src/lambda/function-url.ts";
import { behindRouter } from "../../packages/functions/src/lambda/router.ts";
import { passField, routerPass } from "../../packages/functions/src/lambda/router-pass.ts";
import { type FunctionUrlCall, functionUrlEvent } from "../support/function-url-event.ts";
import { startRollcall, testSecret, testSettings } from "../support/rollcall.ts";

const olderSecret = "Zm9yIHRoZSB0ZXN0cyBvZiBhIHJvdGF0aW9uLCBvbGQhIQ";
const passOf = (version: number, key = testSecret) => routerPass(createSecrets([key]), version);

/** A function behind a router, and what it answers and logs. */
function startBehindRouter({ version = 1, keys = [testSecret] } = {}) {
  const logs: string[] = [];
  const { dependencies } = startRollcall();
  const way = behindRouter(createSecrets(keys), version);
  const log = (line: string) => void logs.push(line);
  const handle = functionUrlHandler(createApp({ dependencies, corsOrigins: [], logLevel: "info", log, ...way }));
  return async (call: FunctionUrlCall, domainName?: string) => {
    const event = functionUrlEvent(call);
    if (domainName) event.requestContext.domainName = domainName;
    const { statusCode, headers, body } = await handle(event, { getRemainingTimeInMillis: () => 20_000 });
    return { statusCode, headers, body, line: JSON.parse(logs.at(-1) ?? "{}") };
  };
}

const viewer = { "cloudfront-viewer-address": "203.0.113.7:46532" };
const routed = { ...viewer, [passField]: passOf(1) };

describe("a function URL behind a router", () => {
  it("answers what comes through it", async () => {
    const send = startBehindRouter();
    expect(await send({ path: "/openapi.json", headers: routed })).toMatchObject({ statusCode: 200 });
  });

  const wrong = {
    none: "",
    "another's": passOf(1, olderSecret),
    "a part": passOf(1).slice(0, 12),
    "the key": testSecret,
  };
  it.each(Object.entries(wrong))(
    "refuses everything else, whatever it is: with %s pass (Q33)",
    async (_which, pass) => {
      const send = startBehindRouter();
      for (const [method, path] of [
        ["GET", "/"],
        ["POST", "/auth/login"],
        ["POST", "/auth/register"],
        ["OPTIONS", "/auth/login"],
        ["GET", "/.well-known/jwks.json"],
        ["GET", "/health/"],
        ["GET", "/health/../me"],
        ["GET", "//health"],
        ["GET", "/nothing"],
      ] as const) {
        const headers = { ...viewer, ...(pass && { [passField]: pass }) };
        const answer = await send({ method, path, headers });
        expect([method, path, answer.statusCode]).toEqual([method, path, 403]);
        expect(answer.headers["content-type"]).toBe("application/problem+json");
        expect(JSON.parse(answer.body)).toMatchObject({
          code: "forbidden",
          detail: `Requests are not answered here. Send them to ${testSettings.issuer}.`,
        });
        expect(answer.line).toMatchObject({ level: "info", route: "/*", code: "forbidden", ip: "198.51.100.4" });
      }
    },
  );

  it.each(["/health", "/ready"])("tells everybody whether it is up: %s", async (path) => {
    expect(await startBehindRouter()({ path })).toMatchObject({ statusCode: 200 });
  });

  it("accepts the pass of its own version and of the next, of every key that is listed", async () => {
    const send = startBehindRouter({ version: 3, keys: [testSecret, olderSecret] });
    const statusWith = async (pass: string) =>
      (await send({ path: "/openapi.json", headers: { [passField]: pass } })).statusCode;
    for (const key of [testSecret, olderSecret]) {
      const statuses = await Promise.all([2, 3, 4, 5].map((version) => statusWith(passOf(version, key))));
      expect(statuses).toEqual([403, 200, 200, 403]);
    }
  });
});

describe("the client's address behind a router", () => {
  it.each([
    ["203.0.113.7:46532", "203.0.113.7"],
    ["2001:db8::1:443", "2001:db8::1"],
    ["2001:db8:1:2:3:4:5:6:443", "2001:db8:1:2:3:4:5:6"],
    ["2001:0DB8:0::7:65535", "2001:db8::7"],
    ["[2001:db8::7]:443", "2001:db8::7"],
    ["::ffff:203.0.113.7:443", "203.0.113.7"],
  ])("is the one that CloudFront has seen: %s (Q33)", async (address, shown) => {
    const headers = { ...routed, "cloudfront-viewer-address": address };
    expect((await startBehindRouter()({ path: "/openapi.json", headers })).line.ip).toBe(shown);
  });

  it.each(["", "203.0.113.7", "unknown:443", ":443", ":", "2001:db8::zz:443", "203.0.113.7, 192.0.2.66:443"])(
    "is CloudFront's own where it does not say: %s",
    async (address) => {
      const headers = { ...routed, "cloudfront-viewer-address": address };
      expect((await startBehindRouter()({ path: "/openapi.json", headers })).line.ip).toBe("198.51.100.4");
    },
  );

  it("is no other field's, whatever that claims (Q33)", async () => {
    const send = startBehindRouter();
    for (const name of ["x-forwarded-for", "x-real-ip", "forwarded", "cf-connecting-ip", "true-client-ip"]) {
      const { line } = await send({ path: "/openapi.json", headers: { ...routed, [name]: "192.0.2.66" } });
      expect([name, line.ip]).toEqual([name, "203.0.113.7"]);
    }
  });

  it("is the connection's where the request goes round the router, as one for the probes may (Q33)", async () => {
    expect((await startBehindRouter()({ path: "/health", headers: viewer })).line.ip).toBe("198.51.100.4");
  });
});

describe("a gateway in front of the same function", () => {
  it.each(["abcdefghij.execute-api.eu-central-1.amazonaws.com", "api.example.com"])(
    "goes round the router, and knows the client's address itself: %s (Q33)",
    async (domainName) => {
      const answer = await startBehindRouter()({ path: "/openapi.json", headers: routed }, domainName);
      expect([answer.statusCode, answer.line.ip]).toEqual([200, "198.51.100.4"]);
    },
  );
});
