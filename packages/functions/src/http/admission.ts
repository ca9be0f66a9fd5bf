import { RollcallError } from "@rollcall/core";
import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "./env.ts";

/** What tells nothing but whether the service is up, for whoever watches it from wherever. */
const probes = ["/health", "/ready"];

/** Refuses what goes round whatever is in front of the service, before anything else is looked at. */
export function admission(isAdmitted: (c: Context) => boolean): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (!probes.includes(c.req.path) && !isAdmitted(c)) {
      c.var.logged.route = "/*";
      const { issuer } = c.var.dependencies.settings;
      throw new RollcallError("forbidden", { detail: `Requests are not answered here. Send them to ${issuer}.` });
    }
    await next();
  };
}
