import { type Context, Hono } from "hono";
import { type CorsOptions, forPages } from "./cors.ts";
import { deadline } from "./deadline.ts";
import type { AppEnv } from "./env.ts";
import { onError } from "./failure.ts";
import { type RequestOptions, request, securityHeaders } from "./middleware.ts";
import { noRoute } from "./no-route.ts";
import { type PathOptions, plainPaths } from "./plain-path.ts";

export interface BaseOptions extends RequestOptions, CorsOptions, PathOptions {
  /** Milliseconds that the platform leaves a request, where it sets a limit. */
  remainingTime?: (c: Context) => number;
}

/** An app without routes yet: what stands before them. */
export function beginApp({ remainingTime, ...options }: BaseOptions) {
  const app = new Hono<AppEnv>().use(request(options)).use(securityHeaders);
  app.use(forPages(options)).use(plainPaths(options));
  if (remainingTime) app.use(deadline(remainingTime));
  return app;
}

/** What answers where its routes do not. */
export function completeApp(app: Hono<AppEnv>): void {
  app.onError(onError);
  app.notFound(noRoute(app));
}
