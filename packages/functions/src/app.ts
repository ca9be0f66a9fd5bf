import { type Context, Hono, type MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { deadline } from "./http/deadline.ts";
import type { AppEnv } from "./http/env.ts";
import { onError } from "./http/failure.ts";
import { type RequestOptions, request, securityHeaders } from "./http/middleware.ts";
import { noRoute } from "./http/no-route.ts";
import { authRoutes } from "./routes/auth.ts";
import { documentRoutes } from "./routes/documents.ts";
import { meRoutes } from "./routes/me.ts";
import { serviceRoutes } from "./routes/service.ts";
import { userRoutes } from "./routes/users.ts";

export interface AppOptions extends RequestOptions {
  /** The origins whose pages may call the API, exactly as browsers send them. */
  corsOrigins: readonly string[];
  /** Milliseconds that the platform leaves a request, where it sets a limit. */
  remainingTime?: (c: Context) => number;
  /** Routes of this entry point alone, such as the local server's. */
  extraRoutes?: Hono<AppEnv>;
}

/** The whole API. Entry points differ in what they pass, never in what they serve. */
export function createApp({ corsOrigins, extraRoutes, remainingTime, ...options }: AppOptions) {
  const base = new Hono<AppEnv>().use(request(options)).use(securityHeaders);
  base.use(forPages(corsOrigins));
  if (remainingTime) base.use(deadline(remainingTime));
  const app = base
    .route("/auth", authRoutes)
    .route("/me", meRoutes)
    .route("/users", userRoutes)
    .route("/", serviceRoutes);
  app.route(
    "/",
    documentRoutes(() => app),
  );
  if (extraRoutes) app.route("/", extraRoutes);
  app.onError(onError);
  app.notFound(noRoute(app));
  return app;
}

/** CORS, for the requests that come from a page; to the others it would only cost time. */
function forPages(origins: readonly string[]): MiddlewareHandler<AppEnv> {
  const allowMethods = ["GET", "POST", "PATCH", "DELETE"];
  const exposeHeaders = ["x-request-id", "retry-after"];
  const allow = cors({ origin: [...origins], allowMethods, exposeHeaders, maxAge: 600 });
  return (c, next) => {
    if (c.req.header("origin") !== undefined) return allow(c, next);
    c.header("vary", "Origin");
    return next();
  };
}

/** The type that the client is made from. */
export type App = ReturnType<typeof createApp>;
