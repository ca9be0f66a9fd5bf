import type { Context, MiddlewareHandler } from "hono";
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

/** CORS, for the requests that come from a page: who may read the answers, and ask with the cookie. */
export function forPages({ corsOrigins, allowsLoopback = false }: CorsOptions): MiddlewareHandler<AppEnv> {
  const isListed = (origin: string) => corsOrigins.includes(origin) || (allowsLoopback && loopback.test(origin));
  const isNews = rememberOrigins();
  return async (c, next) => {
    c.header("vary", "Origin");
    const origin = c.req.header("origin");
    if (origin === undefined) return next();
    const { clock, settings } = c.var.dependencies;
    const isAllowed = origin === settings.issuer || isListed(origin);
    c.set("isPageAllowed", isAllowed);
    if (isAllowed) c.header("access-control-allow-origin", origin);
    c.header("access-control-expose-headers", "x-request-id,retry-after");
    if (c.req.method === "OPTIONS") answerPreflight(c);
    else await next();
    const { headers } = c.res;
    const readableBy = headers.get("access-control-allow-origin");
    // Not what is for everybody: that is for no page that asks with cookies.
    if (readableBy === origin) headers.set("access-control-allow-credentials", "true");
    if (!readableBy && isNews(origin, clock.now())) c.var.logged.notices.push(refusal(origin));
  };
}

/** The field names that a page asks for are its own matter: they do nothing here that they would not do elsewhere. */
function answerPreflight(c: Context<AppEnv>): void {
  c.header("vary", "Access-Control-Request-Headers", { append: true });
  c.header("access-control-allow-methods", "GET,POST,PATCH,DELETE");
  c.header("access-control-allow-headers", c.req.header("access-control-request-headers"));
  c.header("access-control-max-age", "600");
  c.res = c.body(null, 204);
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
