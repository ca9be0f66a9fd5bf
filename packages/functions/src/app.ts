import { type Context, Hono } from "hono";
import { type CorsOptions, forPages } from "./http/cors.ts";
import { deadline } from "./http/deadline.ts";
import type { AppEnv } from "./http/env.ts";
import { onError } from "./http/failure.ts";
import { type RequestOptions, request, securityHeaders } from "./http/middleware.ts";
import { noRoute } from "./http/no-route.ts";
import { type PathOptions, plainPaths } from "./http/plain-path.ts";
import { authRoutes } from "./routes/auth.ts";
import { documentRoutes } from "./routes/documents.ts";
import { meRoutes } from "./routes/me.ts";
import { serviceRoutes } from "./routes/service.ts";
import { userRoutes } from "./routes/users.ts";

export interface AppOptions extends RequestOptions, CorsOptions, PathOptions {
  /** Milliseconds that the platform leaves a request, where it sets a limit. */
  remainingTime?: (c: Context) => number;
  /** Routes of this entry point alone, such as the local server's. */
  extraRoutes?: Hono<AppEnv>;
}

/** The whole API. Entry points differ in what they pass, never in what they serve. */
export function createApp({ extraRoutes, remainingTime, ...options }: AppOptions) {
  const base = new Hono<AppEnv>().use(request(options)).use(securityHeaders);
  base.use(forPages(options)).use(plainPaths(options));
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

/** The type that the client is made from. */
export type App = ReturnType<typeof createApp>;
