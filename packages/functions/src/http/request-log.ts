import { unicodeEscape } from "@rollcall/core";
import type { Context } from "hono";
import { routePath } from "hono/route";
import type { AppEnv } from "./env.ts";
import type { LogLevel } from "./log-level.ts";

/** Takes one finished line, without its line break. */
export type LogSink = (line: string) => void;

/** What becomes a line of the log. */
export interface LogEntry {
  level: LogLevel;
  [field: string]: unknown;
}

/** What is logged of one request. */
export type RequestEntry = ReturnType<typeof requestEntry>;

/** Of a request its route, never its path, its query or its body, and of its headers the User-Agent only. */
export function requestEntry(c: Context<AppEnv>, durationMs: number) {
  const { requestId, ip, logged } = c.var;
  const { status } = c.res;
  const level: LogLevel = status >= 500 ? "error" : logged.notices.length > 0 ? "warn" : "info";
  const { error, notices, ...known } = logged;
  return {
    time: new Date().toISOString(),
    level,
    message: "request",
    requestId,
    method: c.req.method,
    // The pattern: an id or a mistyped secret in a path stays out of the log.
    route: routePath(c, -1),
    status,
    durationMs: Math.round(durationMs * 10) / 10,
    ip,
    userAgent: c.req.header("user-agent")?.slice(0, 300),
    ...known,
    ...(notices.length > 0 && { notices }),
    ...(error !== undefined && { error: describe(error) }),
  };
}

/**
 * One JSON object on one line. JSON escapes line breaks and ESC; the C1 controls and Unicode's own line
 * separators, which some terminals and collectors act on, are escaped here.
 */
export function toLine(entry: object): string {
  return JSON.stringify(entry).replace(/[\u007f-\u009f\u2028\u2029]/g, unicodeEscape);
}

interface ErrorEntry {
  name: string;
  code?: string;
  stack?: string[];
  cause?: ErrorEntry;
}

/** Where an unexpected error arose. Drivers put values into their messages, so those stay out. */
function describe(error: unknown): ErrorEntry {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack = "", cause } = error;
  // What a message says may look like a place; what stands before its end is no part of the stack.
  const frames = stack.slice(Math.max(0, stack.indexOf(message) + message.length)).split("\n");
  return {
    name,
    ...("code" in error && error.code !== undefined && { code: String(error.code) }),
    stack: frames
      .filter((line) => frame.test(line))
      .slice(0, 10)
      .map((line) => line.trim()),
    ...(cause !== undefined && { cause: describe(cause) }),
  };
}

const frame = /^ {4}at .*:\d+:\d+\)?$/;
