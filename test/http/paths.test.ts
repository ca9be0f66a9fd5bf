import { describe, expect, it } from "vitest";
import { createApp } from "../../packages/functions/src/app.ts";
import { functionUrlHandler, rawPath, sourceIp } from "../../packages/functions/src/lambda/function-url.ts";
import { functionUrlEvent } from "../support/function-url-event.ts";
import { startLoopback } from "../support/loopback.ts";
import { operationsOf, readDocument } from "../support/openapi-document.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";

/** The status of an answer, the code where it is a problem, and the route that the log names. */
interface Answer {
  status: number;
  code?: string;
  route?: string;
}

/** A form of the service that is asked with a target, written as no client would write it. */
type Ask = (target: string, method?: string) => Promise<Answer>;

/** Whatever ends in a new line of the log, with the route that is in it. */
async function logged({ logs }: TestRollcall, ask: () => Promise<{ status: number; body: string }>): Promise<Answer> {
  const before = logs.length;
  const { status, body } = await ask();
  const isProblem = status >= 400 && body !== "";
  return {
    status,
    ...(isProblem && { code: JSON.parse(body).code }),
    ...(logs.length > before && { route: JSON.parse(logs.at(-1) as string).route }),
  };
}

async function overSockets(): Promise<Ask> {
  const rollcall = startRollcall();
  const { exchange } = await startLoopback(rollcall);
  return (target, method = "GET") =>
    logged(rollcall, async () => {
      const message = `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
      const [head = "", ...rest] = (await exchange(Buffer.from(message, "latin1"))).split("\r\n\r\n");
      return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), body: /\{.*\}/s.exec(rest.join())?.[0] ?? "" };
    });
}

async function onLambda(): Promise<Ask> {
  const rollcall = startRollcall();
  const { dependencies, logs } = rollcall;
  const log = (line: string) => void logs.push(line);
  const handle = functionUrlHandler(
    createApp({ dependencies, corsOrigins: [], logLevel: "info", log, clientIp: sourceIp, rawPath }),
  );
  return (target, method = "GET") =>
    logged(rollcall, async () => {
      const [path, query] = target.split(/\?(.*)/s) as [string, string?];
      const event = functionUrlEvent({ method, path, query: query ?? "" });
      const { statusCode, body } = await handle(event, { getRemainingTimeInMillis: () => 20_000 });
      return { status: statusCode, body };
    });
}

const forms = { "sockets of Node": overSockets, "events of a function URL": onLambda };

/** No route is named: none was asked. */
const refused = { status: 400, code: "malformed_request", route: "/*" };

const disguises = [
  [
    "/auth/%6Cogin",
    "/%61uth/login",
    "/auth/log%69n",
    "/%75sers",
    "/user%73?q=x",
    "/he%41lth",
    "/%30",
    "/x%7E",
    "/x%2d",
  ],
  ["/auth/./login", "/auth/x/../login", "/./auth/login", "/../auth/login", "/auth/login/.", "/auth/login/x/.."],
  ["/x/%2e%2e/auth/login", "/x/%2E%2E/auth/login", "/x/.%2e/auth/login", "/auth/%2e/login", "/%2Ewell-known/jwks.json"],
  ["//auth/login", "/auth//login", "///auth/login", "/auth/login//", "//evil.example/auth/login", "/users//sessions"],
  ["/auth%5Clogin", "/auth%5clogin", "/auth/login%5C"],
  [
    "/auth/login%00",
    "/auth/login%0a",
    "/auth/login%0D%0A",
    "/auth/%09login",
    "/auth/login%7F",
    "/me%1b[2J",
    "/me%C2%85",
  ],
  ["/health#x", "/health#/../me", "/health%23%2e", "/users/user_%30"],
].flat();

/** Paths in their plain form, and what they lead to: to what they say, and nowhere where that is nothing. */
const plain: Record<string, number> = {
  "/health": 200,
  "/health?next=/../me/%6c//\\%00": 200,
  "/health?": 200,
  "/auth/login": 405,
  "/.well-known/jwks.json": 200,
  "/users/%2F": 401,
  "/": 404,
  "/health/": 404,
  "/health;v=1": 404,
  "/health%3B": 404,
  "/health%2F": 404,
  "/auth%2Flogin": 404,
  "/auth%2flogin": 404,
  "/auth/%256Cogin": 404,
  "/health%3Fa": 404,
  "/health%23a": 404,
  "/health%20": 404,
  "/HEALTH": 404,
  "/...": 404,
  "/health.": 404,
  "/.health": 404,
  "/%": 404,
  "/%zz": 404,
  "/%ff": 404,
  "/h%C3%A9alth": 404,
};

describe.each(Object.entries(forms))("a path in %s", (_, start) => {
  it("that is not in its plain form is refused before a route is asked (Q188)", async () => {
    const ask = await start();
    for (const path of disguises) {
      for (const method of ["GET", "POST", "DELETE", "OPTIONS"]) {
        expect.soft(await ask(path, method), `${method} ${path}`).toEqual(refused);
      }
    }
  });

  it("that is in its plain form leads to what it says, whatever the query is (Q188)", async () => {
    const ask = await start();
    for (const [path, status] of Object.entries(plain)) expect.soft((await ask(path)).status, path).toBe(status);
  });

  it("never leads to a route whose path it does not spell, whatever is done to it (Q188)", async () => {
    const ask = await start();
    const patterns = await patternsOfTheRoutes();
    for (const path of mutations(400)) {
      const { status, route } = await ask(path, "OPTIONS");
      if (status === 400 || status === 404) continue;
      const spelled = path.split("?")[0] as string;
      expect
        .soft(
          patterns.some((pattern) => pattern.test(spelled)),
          `${path} led to ${route} (${status})`,
        )
        .toBe(true);
    }
  });
});

describe("a path of the same spelling", () => {
  it("gets the same answer on Node and on Lambda (Q188)", async () => {
    const [node, lambda] = [await overSockets(), await onLambda()];
    for (const path of mutations(400)) {
      const [{ code, ...expected }, { code: other, ...answer }] = [await node(path), await lambda(path)];
      // What cannot be a request target gets a bare 400 before the service hears of it.
      if (code === undefined && expected.status === 400) expect.soft(answer.status, path).toBe(400);
      else expect.soft({ ...answer, code: other }, path).toEqual({ ...expected, code });
    }
  });
});

describe("a request target", () => {
  it("may name the service too, and its path is read alike (RFC 9112 section 3.2.2)", async () => {
    const ask = await overSockets();
    expect(await ask("http://x/health")).toMatchObject({ status: 200 });
    expect(await ask("http://other.example:81/health?a=//")).toMatchObject({ status: 200 });
    expect(await ask("http://x")).toMatchObject({ status: 404 });
    expect(await ask("http://x?a")).toMatchObject({ status: 404 });
    for (const path of disguises) {
      expect.soft(await ask(`http://x${path}`), path).toEqual(refused);
    }
  });

  it.each(["*", "health", "x:443", "ftp://x/health", "HTTP://x/health", "/auth\\login", "http://x\\health"])(
    "that is none for a service, %s, is refused",
    async (target) => expect(await (await overSockets())(target)).toEqual({ status: 400 }),
  );
});

describe("a path in an event", () => {
  it.each([
    "/auth\\login",
    "/auth/log\tin",
    "/auth/\nlogin",
    "/auth/login\0",
    "/auth/login\u0085",
    "auth/login",
    "",
    "*",
  ])("is refused where no client could have sent it: %j (Q188)", async (path) => {
    const ask = await onLambda();
    expect(await ask(path, "POST")).toEqual(refused);
  });
});

async function patternsOfTheRoutes(): Promise<RegExp[]> {
  return operationsOf(await readDocument()).map(
    ({ template }) => new RegExp(`^${template.replaceAll(".", "\\.").replace(/\{[^}]+\}/g, "[^/]+")}$`),
  );
}

/** Ways to write something else for the same, or the same for something else. */
const pieces = [
  ["/", "//", "/.", "/./", "/..", "/../", "/x/..", ".", "%2e", "%2E%2e", "%2f", "%2F", "%5c", "\\", ";", ";x=1", ":"],
  ["%00", "%0a", "%7f", "%c2%85", "%C3%A9", "%", "%zz", "%ff", "%25", "%2561", "%20", "+", "~", "%7e", "_"],
  ["?", "?a=/../b", "#", "%3f", "%23", "*", "'", "%27", "|", "{id}", ":id", "%6c", "%4C", "a", "E", "0"],
].flat();

/** The service's paths, damaged at random, and at every run in the same way. */
function mutations(count: number): string[] {
  const random = randomNumbers(188);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const paths = [
    "/health",
    "/me",
    "/me/sessions",
    "/auth/login",
    "/auth/refresh",
    "/users",
    "/users/x/sessions",
    "/ready",
  ];
  return Array.from({ length: count }, () => {
    let path = pick(paths);
    for (let damages = 1 + Math.floor(random() * 3); damages > 0; damages--) {
      const at = 1 + Math.floor(random() * path.length);
      path =
        path.slice(0, at) +
        (random() < 0.5 ? pick(pieces) : escaped(path[at] ?? "")) +
        path.slice(at + (random() < 0.5 ? 1 : 0));
    }
    return path;
  });
}

const escaped = (character: string) => character && `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`;

/** Numbers from 0 to 1 (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
