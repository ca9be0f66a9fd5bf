import { randomUUID } from "node:crypto";
import type { Dependencies } from "@rollcall/core";
import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "./env.ts";
import { statusOfTheGone } from "./failure.ts";
import { type LogLevel, logLevels } from "./log-level.ts";
import { type LogEntry, type LogSink, type RequestEntry, requestEntry, toLine } from "./request-log.ts";
import { createTally } from "./tally.ts";

export interface RequestOptions {
  dependencies: Dependencies;
  /** Aborts with `clientGone` when the client goes away, where the platform tells. */
  clientSignal?: (c: Context) => AbortSignal;
  logLevel: LogLevel;
  log: LogSink;
  /**
   * Is called when a request that may have queued something has been served, and waited for before it is answered.
   * @param isUrgent whether somebody waits for a mail. It is so of a route, never of what came of it, which nobody shall tell
   *   from the time.
   */
  afterwards?: (isUrgent: boolean) => Promise<void> | void;
}

/** Gives every request its id and its dependencies, and writes its one log line. */
export function request(options: RequestOptions): MiddlewareHandler<AppEnv> {
  const { dependencies, clientSignal = endless, afterwards } = options;
  const write = requestLog(options);
  return async (c, next) => {
    const started = performance.now();
    const requestId = randomUUID();
    c.set("requestId", requestId);
    c.set("dependencies", dependencies);
    c.set("signal", clientSignal(c));
    c.set("logged", { notices: [] });
    if (afterwards) c.set("afterwards", afterwards);
    c.header("x-request-id", requestId);
    await next();
    write(requestEntry(c, performance.now() - started));
  };
}

const { signal: neverAborts } = new AbortController();
const endless = () => neverAborts;

/** Every request is one line, save those that overload or an outage turns away by the thousand, and whose clients went away. */
function requestLog({ logLevel, log }: RequestOptions): (entry: RequestEntry) => void {
  const threshold = logLevels.indexOf(logLevel);
  const write = (entry: LogEntry) => {
    if (logLevels.indexOf(entry.level) >= threshold) log(toLine(entry));
  };
  const count = createTally(write);
  return (entry) => {
    const isOneOfMany = entry.code === "unavailable" || entry.status === statusOfTheGone;
    if (isOneOfMany && !entry.notices) count(entry);
    else write(entry);
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
