import { randomUUID } from "node:crypto";
import type { Dependencies } from "@rollcall/core";
import type { Context, MiddlewareHandler } from "hono";
import { plainAddress } from "./client-address.ts";
import type { AppEnv } from "./env.ts";
import { type LogLevel, logLevels } from "./log-level.ts";
import { type LogSink, requestLine } from "./request-log.ts";

export interface RequestOptions {
  dependencies: Dependencies;
  /** The peer's address as the platform knows it; never a header that a client can write. */
  clientIp: (c: Context) => string | null;
  logLevel: LogLevel;
  log: LogSink;
}

/** Gives every request its id and its dependencies, and writes its one log line. */
export function request({ dependencies, clientIp, logLevel, log }: RequestOptions): MiddlewareHandler<AppEnv> {
  const threshold = logLevels.indexOf(logLevel);
  return async (c, next) => {
    const started = performance.now();
    const requestId = randomUUID();
    c.set("requestId", requestId);
    c.set("dependencies", dependencies);
    const address = clientIp(c);
    c.set("ip", address && plainAddress(address));
    c.set("logged", { notices: [] });
    c.header("x-request-id", requestId);
    await next();
    const { level, line } = requestLine(c, performance.now() - started);
    if (logLevels.indexOf(level) >= threshold) log(line);
  };
}

/** For an API that serves data and no page (OWASP HTTP Headers Cheat Sheet). */
const headers: readonly [string, string][] = [
  ["cache-control", "no-store"],
  ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
  ["referrer-policy", "no-referrer"],
  ["strict-transport-security", "max-age=63072000; includeSubDomains"],
  ["x-content-type-options", "nosniff"],
];

export const securityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  for (const [name, value] of headers) c.header(name, value);
  await next();
};
