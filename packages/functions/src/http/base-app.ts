import { type Context, Hono } from "hono";
import { admission } from "./admission.ts";
import { type CorsOptions, forPages } from "./cors.ts";
import { deadline } from "./deadline.ts";
import type { AppEnv } from "./env.ts";
import { onError } from "./failure.ts";
import { type RequestOptions, request, securityHeaders } from "./middleware.ts";
import { noRoute } from "./no-route.ts";
import { type PathOptions, plainPaths } from "./plain-path.ts";
import { type AddressOptions, clientAddress } from "./proxies.ts";

export interface BaseOptions extends RequestOptions, AddressOptions, CorsOptions, PathOptions {
  /** Whether a request comes by the way by which all have to come, where there is only one. */
  isAdmitted?: (c: Context) => boolean;
  /** Milliseconds that the platform leaves a request, where it sets a limit. */
  remainingTime?: (c: Context) => number;
}

/** An app without routes yet: what stands before them. */
export function beginApp({ isAdmitted, remainingTime, ...options }: BaseOptions) {
  const app = new Hono<AppEnv>().use(request(options)).use(clientAddress(options)).use(securityHeaders);
  if (isAdmitted) app.use(admission(isAdmitted));
  app.use(forPages(options)).use(plainPaths(options));
  if (remainingTime) app.use(deadline(remainingTime));
  return app;
}

/** What answers where its routes do not. */
export function completeApp(app: Hono<AppEnv>): void {
  app.onError(onError);
  app.notFound(noRoute(app));
}
