import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { type Servable, startServer } from "../../../packages/functions/src/node/listen.ts";
import { startRollcall, type TestRollcall, type TestRollcallOptions } from "../../support/rollcall.ts";

const mediaTypes: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/** Serves an app on a port of this machine until the end of the test. @returns its address. */
export async function listen(app: Servable): Promise<string> {
  const { url, close } = await startServer(app, {
    host: "127.0.0.1",
    port: 0,
    keepAliveTimeout: 5,
    headersTimeout: 10,
    requestTimeout: 20,
    maxConnections: 200,
  });
  onTestFinished(close);
  return url;
}

/** The real service on a port of its own, with a clock that the test moves, as `npm run dev` would have it. */
export async function listeningRollcall(options: TestRollcallOptions = {}): Promise<TestRollcall> {
  const issuer = await listen({ fetch: (request) => rollcall.fetch(request) });
  const rollcall = startRollcall({
    allowsLoopback: true,
    ...options,
    settings: { issuer, audiences: ["notes"], ...options.settings },
  });
  return rollcall;
}

/** How many requests for a route, such as `GET /me`, the service has answered. */
export function answersOf({ logs }: TestRollcall, call: string): number {
  const lines = logs.map((line) => JSON.parse(line));
  return lines.filter(({ method, route }) => `${method} ${route}` === call).length;
}

export function refreshesOf(rollcall: TestRollcall): number {
  return answersOf(rollcall, "POST /auth/refresh");
}

/**
 * Serves one of the pages that `build-pages.ts` has built, at an origin of its own.
 * @param replacements what stands for texts of the page, such as the addresses that were built in.
 */
export function servePage(name: string, replacements: Record<string, string> = {}): Promise<string> {
  return listen({
    async fetch(request: Request) {
      const { pathname } = new URL(request.url);
      // As a page's server does, which leads every path that is no file to the page.
      const path = extname(pathname) ? pathname : "/index.html";
      const content = await readFile(join(inject("pages"), name, path), "utf8").catch(() => null);
      if (content === null) return new Response(null, { status: 404 });
      const text = Object.entries(replacements).reduce((text, [from, to]) => text.replaceAll(from, to), content);
      return new Response(text, { headers: { "content-type": mediaTypes[extname(path)] ?? "text/plain" } });
    },
  });
}
