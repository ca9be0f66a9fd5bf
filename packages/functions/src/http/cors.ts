import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { isOrigin } from "../config/origins.ts";
import type { AppEnv } from "./env.ts";

export interface CorsOptions {
  /** The origins whose pages may call the API, exactly as browsers send them. */
  corsOrigins: readonly string[];
  /** Whether pages of this machine may as well, on whatever port: for development. */
  allowsLoopback?: boolean;
}

/** An origin whose page was refused, and what to do if it should not have been. */
export interface RefusedOrigin {
  type: "origin.refused";
  origin: string;
  advice: string;
}

const loopback = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/** CORS, for the requests that come from a page; to the others it would only cost time. */
export function forPages({ corsOrigins, allowsLoopback = false }: CorsOptions): MiddlewareHandler<AppEnv> {
  const isAllowed = (origin: string) => corsOrigins.includes(origin) || (allowsLoopback && loopback.test(origin));
  const allow = cors({
    origin: (origin) => (isAllowed(origin) ? origin : null),
    allowMethods: ["GET", "POST", "PATCH", "DELETE"],
    exposeHeaders: ["x-request-id", "retry-after"],
    maxAge: 600,
  });
  const isNews = rememberOrigins();
  return async (c, next) => {
    const origin = c.req.header("origin");
    if (origin === undefined) {
      c.header("vary", "Origin");
      return next();
    }
    const preflight = await allow(c, next);
    const { headers } = preflight ?? c.res;
    const { clock, settings } = c.var.dependencies;
    const isRefused = !headers.has("access-control-allow-origin") && origin !== settings.issuer;
    if (isRefused && isNews(origin, clock.now())) c.var.logged.notices.push(refusal(origin));
    return preflight;
  };
}

/** Seconds until an origin is news again, and how many are in that time: nobody can fill the log with them. */
const period = 600;
const mostInPeriod = 20;

/** Of what no browser sends nothing is remembered, and nothing gets into the log. */
function rememberOrigins() {
  const seen = new Set<string>();
  let since = new Date(0);
  return (origin: string, now: Date): boolean => {
    if (Math.abs(now.getTime() - since.getTime()) >= period * 1000) {
      seen.clear();
      since = now;
    }
    if (seen.size >= mostInPeriod || seen.has(origin) || !isSentByBrowsers(origin)) return false;
    seen.add(origin);
    return true;
  };
}

const anonymous = ["null", "file://"];

/** A host has 253 characters at most. */
const isSentByBrowsers = (origin: string) => origin.length < 300 && (anonymous.includes(origin) || isOrigin(origin));

function refusal(origin: string): RefusedOrigin {
  const advice = anonymous.includes(origin)
    ? "The page has no origin of its own, so it cannot be allowed: serve it from one"
    : "If its pages may call this service, add it to CORS_ORIGINS";
  return { type: "origin.refused", origin, advice };
}
