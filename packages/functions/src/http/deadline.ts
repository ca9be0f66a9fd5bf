import { RollcallError } from "@rollcall/core";
import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "./env.ts";

/** Milliseconds that an answer needs to leave. */
const reserve = 500;

/**
 * Answers `unavailable` before the platform gives a request up without any answer, and aborts what it has begun. A write that
 * is on its way may still take effect. `remaining` is in milliseconds. A platform with such a limit does not tell when clients
 * go, so the limit alone ends the request's signal.
 */
export function deadline(remaining: (c: Context) => number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const late = new AbortController();
    c.set("signal", late.signal);
    const { promise, reject } = Promise.withResolvers<never>();
    const giveUp = () => {
      const error = new RollcallError("unavailable", { retryAfter: 2, detail: "The request took too long." });
      late.abort(error);
      reject(error);
    };
    const timer = setTimeout(giveUp, Math.max(0, remaining(c) - reserve));
    await Promise.race([next(), promise]).finally(() => clearTimeout(timer));
  };
}
