import { RollcallError } from "@rollcall/core";
import { Hono } from "hono";
import type { AppEnv } from "../http/env.ts";
import { openApiDocument } from "../http/openapi.ts";
import { problemKinds } from "../http/problem.ts";

const cacheable = { "cache-control": "public, max-age=300", "access-control-allow-origin": "*" };

/** What the service says about itself: its OpenAPI document, and the page behind each problem's `type`. */
export function documentRoutes(documented: () => Hono<AppEnv>) {
  let document: string | undefined;
  return new Hono<AppEnv>()
    .get("/openapi.json", (c) => {
      document ??= JSON.stringify(openApiDocument(documented(), c.var.dependencies.settings.issuer));
      return c.body(document, 200, { ...cacheable, "content-type": "application/json" });
    })
    .get("/problems/:code", (c) => {
      const code = c.req.param("code");
      if (!Object.hasOwn(problemKinds, code)) throw new RollcallError("not_found");
      return c.json({ code, ...problemKinds[code as keyof typeof problemKinds] }, 200, cacheable);
    });
}
