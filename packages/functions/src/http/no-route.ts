import { RollcallError } from "@rollcall/core";
import type { Context, Hono, NotFoundHandler } from "hono";
import type { AppEnv } from "./env.ts";
import { onError } from "./failure.ts";

/**
 * Answers what no route has answered: where the path has other methods, OPTIONS with these and the rest with
 * 405 (RFC 9110 sections 9.3.7, 15.5.6), and 404 elsewhere.
 */
export function noRoute(app: Hono<AppEnv>): NotFoundHandler<AppEnv> {
  let paths: { pattern: RegExp; methods: string[] }[] | undefined;
  return (c: Context<AppEnv>) => {
    paths ??= methodsByPath(app);
    const allowed = paths.find(({ pattern }) => pattern.test(c.req.path))?.methods;
    if (!allowed) return onError(new RollcallError("not_found"), c);
    c.header("allow", allowed.join(", "));
    if (c.req.method === "OPTIONS") return c.body(null, 204);
    return onError(new RollcallError("method_not_allowed"), c);
  };
}

function methodsByPath(app: Hono<AppEnv>) {
  const byPath = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === "ALL") continue;
    const methods = byPath.get(path) ?? new Set(["OPTIONS"]);
    methods.add(method);
    if (method === "GET") methods.add("HEAD");
    byPath.set(path, methods);
  }
  return [...byPath].map(([path, methods]) => ({
    pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/:[^/]+/g, "[^/]+")}$`),
    methods: [...methods].sort(),
  }));
}
