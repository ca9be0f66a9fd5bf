import { describe, expect, it } from "vitest";
import { functionUrlEvent } from "../../../../test/support/function-url-event.ts";
import { functionUrlHandler } from "./function-url.ts";

const context = { getRemainingTimeInMillis: () => 20_000 };

/** Hands an event to an app that answers with what it was asked, and parses that. */
async function echo(event: unknown) {
  const fetch = async (request: Request) =>
    Response.json({
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      body: request.body ? await request.text() : null,
    });
  return JSON.parse((await functionUrlHandler({ fetch })(event, context)).body);
}

describe("a function URL's event", () => {
  it("becomes the request that the client sent", async () => {
    const event = functionUrlEvent({
      method: "POST",
      path: "/auth/login",
      body: { a: 1 },
      headers: { "x-twice": "a,b" },
    });
    expect(await echo(event)).toMatchObject({
      method: "POST",
      url: "https://abcdefghij.lambda-url.eu-central-1.on.aws/auth/login",
      headers: { "content-type": "application/json", "x-twice": "a,b" },
      body: '{"a":1}',
    });
  });

  it("may hold its body in Base64, whatever its bytes are", async () => {
    const body = Buffer.from('{"name":"Zoë"}').toString("base64");
    const event = { ...functionUrlEvent({ method: "POST", path: "/" }), body, isBase64Encoded: true };
    expect((await echo(event)).body).toBe('{"name":"Zoë"}');
  });

  it("keeps its query, and a path that was decoded on the way", async () => {
    const event = { ...functionUrlEvent({ path: "/users/a?b#c" }), rawQueryString: "q=%20x&q=y" };
    expect((await echo(event)).url).toMatch(/\/users\/a%3Fb%23c\?q=%20x&q=y$/);
  });

  it("keeps fields with bytes beyond ASCII as Node has them: one character a byte", async () => {
    const event = functionUrlEvent({ headers: { "user-agent": "Zoë ✓" } });
    expect(Buffer.from((await echo(event)).headers["user-agent"], "latin1").toString()).toBe("Zoë ✓");
  });

  it("has its cookies in one field, though Lambda hands them over one by one", async () => {
    const event = functionUrlEvent({ cookies: ["a=1", "b=2"] });
    expect((await echo(event)).headers.cookie).toBe("a=1; b=2");
  });

  it("loses the body of a GET, which means nothing (RFC 9110 section 9.3.1)", async () => {
    expect(await echo(functionUrlEvent({ method: "GET", body: { a: 1 } }))).toMatchObject({
      method: "GET",
      body: null,
    });
  });

  it.each(["TRACE", "TRACK", "CONNECT"])("may have a method that no Request can be made with: %s", async (method) => {
    expect(await echo(functionUrlEvent({ method }))).toMatchObject({ method });
  });

  it.each(["body", "headers", "rawQueryString", "cookies", "isBase64Encoded"])(
    "may be without %s, or have null there",
    async (part) => {
      for (const method of ["GET", "POST"]) {
        const { [part as "body"]: _, ...without } = functionUrlEvent({ method, path: "/me", body: "x" });
        const requests = [await echo(without), await echo({ ...without, [part]: undefined, type: undefined })];
        expect(await echo({ ...without, [part]: null })).toEqual(requests[0]);
        expect(requests[1]).toEqual(requests[0]);
        expect(requests[0]).toMatchObject({ method, url: "https://abcdefghij.lambda-url.eu-central-1.on.aws/me" });
        expect(JSON.stringify(requests)).not.toMatch(/undefined|"null"/);
      }
    },
  );

  it.each([null, undefined, 1, {}, [1], "\0"])(
    "is a request or is none, whatever is in its place a part of it is, such as %j",
    async (value) => {
      const whole = functionUrlEvent({ method: "POST", path: "/me", query: "a=b", body: "x" });
      const { requestContext } = whole;
      const { http } = requestContext;
      const events = [
        ...Object.keys(whole).map((part) => ({ ...whole, [part]: value })),
        ...Object.keys(whole.headers).map((name) => ({ ...whole, headers: { ...whole.headers, [name]: value } })),
        ...Object.keys(requestContext).map((part) => ({
          ...whole,
          requestContext: { ...requestContext, [part]: value },
        })),
        ...Object.keys(http).map((part) => ({
          ...whole,
          requestContext: { ...requestContext, http: { ...http, [part]: value } },
        })),
        { ...whole, cookies: value },
        { ...whole, headers: { "a b": "c" } },
      ];
      for (const event of events) {
        const answer = await echo(event).catch((error) => error);
        if (answer instanceof Error) expect(answer.message).toMatch(/^Not a request/);
        else expect(answer.url).not.toMatch(/undefined|null|object/);
      }
    },
  );

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a text", "GET /"],
    ["an empty object", {}],
    ["a queue's records", { Records: [] }],
    ["an event of EventBridge", { version: "0", "detail-type": "Scheduled Event", source: "aws.events", detail: {} }],
    [
      "a request of payload format 1.0",
      { version: "1.0", path: "/", httpMethod: "GET", headers: {}, requestContext: {} },
    ],
    ["a request of a load balancer", { path: "/", httpMethod: "GET", headers: {}, requestContext: { elb: {} } }],
    ["a request from nowhere", { ...functionUrlEvent({}), requestContext: { http: { method: "GET" } } }],
    ["a question to an authorizer", { ...functionUrlEvent({}), type: "REQUEST", routeArn: "arn:aws:execute-api:…" }],
  ])("is no other: %s is refused, not served", async (_, event) => {
    const fetch = () => expect.unreachable();
    await expect(functionUrlHandler({ fetch })(event, context)).rejects.toThrow("Not a request");
  });
});

describe("the answer to a function URL", () => {
  it("has its status, its fields, its cookies apart, and its text", async () => {
    const response = new Response("ä", { status: 201, headers: { "content-type": "text/plain", "x-a": "b" } });
    response.headers.append("set-cookie", "a=1");
    response.headers.append("set-cookie", "b=2");
    expect(await functionUrlHandler({ fetch: () => response })(functionUrlEvent({}), context)).toEqual({
      statusCode: 201,
      headers: { "content-type": "text/plain", "x-a": "b" },
      cookies: ["a=1", "b=2"],
      body: "ä",
      isBase64Encoded: false,
    });
  });

  it("is text where nobody has said what it is", async () => {
    const fetch = () => new Response(Buffer.from("a"));
    const { headers } = await functionUrlHandler({ fetch })(functionUrlEvent({}), context);
    expect(headers).toEqual({ "content-type": "text/plain; charset=UTF-8" });
  });

  it("is Base64 where its bytes are no text", async () => {
    const bytes = Buffer.from([0x1f, 0x8b, 0x08, 0xff]);
    const fetch = () => new Response(bytes, { headers: { "content-encoding": "gzip" } });
    expect(await functionUrlHandler({ fetch })(functionUrlEvent({}), context)).toMatchObject({
      headers: { "content-encoding": "gzip" },
      body: bytes.toString("base64"),
      isBase64Encoded: true,
    });
  });
});
