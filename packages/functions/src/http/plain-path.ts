import { RollcallError } from "@rollcall/core";
import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "./env.ts";

/** What stands in no path as it is: controls, a backslash, and what would end the path. */
const misplaced = /[\p{Cc}\\?#]/u;

/** The same controls and the backslash in escapes, and unreserved characters, which need none (RFC 3986 section 6.2.2.2). */
const needlesslyEscaped = /%(?:[01][\da-f]|7f|c2%[89][\da-f]|5c|2[de]|3\d|[46][1-9a-f]|[57][\da]|5f|7e)/i;

/** A segment that is empty and not the last, or that stands for another one (RFC 3986 section 3.3). */
const missingSegment = /\/\.{0,2}\/|\/\.\.?$/;

/** Whether a path is written in the one form in which every reader takes it for the same. */
export function isPlainPath(path: string): boolean {
  return path.startsWith("/") && !misplaced.test(path) && !needlesslyEscaped.test(path) && !missingSegment.test(path);
}

/** The path of a request target in either of its forms (RFC 9112 sections 3.2.1, 3.2.2), as its sender wrote it. */
export function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*/, "").replace(/\?.*$/s, "") || "/";
}

export interface PathOptions {
  /** The path as the client sent it, where the platform knows it; that of a Fetch request has been resolved before. */
  rawPath?: (c: Context) => string;
}

/** How the log names what no route has answered. */
const noRoute = "/*";

/**
 * Refuses every spelling of a path but the plain one before a route is asked. A rule in front of the service, which reads
 * paths in its own way, then speaks of the same route as the router.
 */
export function plainPaths({ rawPath = (c) => pathOf(c.req.url) }: PathOptions): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (!isPlainPath(rawPath(c))) {
      c.var.logged.route = noRoute;
      throw new RollcallError("malformed_request", { detail: "The path is not in its plain form." });
    }
    await next();
  };
}
