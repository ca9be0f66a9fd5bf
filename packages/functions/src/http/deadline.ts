import { RollcallError } from "@rollcall/core";
import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "./env.ts";

/** Milliseconds that an answer needs to leave. */
const reserve = 500;

/**
 * Answers `unavailable` before the platform gives a request up without any answer. What the request had begun may still
 * take effect. `remaining` is in milliseconds.
 */
export function deadline(remaining: (c: Context) => number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { promise, reject } = Promise.withResolvers<never>();
    const late = () => {
      c.set("isLate", true);
      reject(new RollcallError("unavailable", { retryAfter: 2, detail: "The request took too long." }));
    };
    const timer = setTimeout(late, Math.max(0, remaining(c) - reserve));
    await Promise.race([next(), promise]).finally(() => clearTimeout(timer));
  };
}
