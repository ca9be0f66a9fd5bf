import type { Hono } from "hono";
import { type BaseOptions, beginApp, completeApp } from "./http/base-app.ts";
import type { AppEnv } from "./http/env.ts";
import { authRoutes } from "./routes/auth.ts";
import { documentRoutes } from "./routes/documents.ts";
import { emailChangeRoutes } from "./routes/email-change.ts";
import { emailSignInRoutes } from "./routes/email-sign-in.ts";
import { eventRoutes } from "./routes/events.ts";
import { factorRemovalRoutes } from "./routes/factor-removal.ts";
import { factorRoutes } from "./routes/factors.ts";
import { meRoutes } from "./routes/me.ts";
import { passkeyRoutes } from "./routes/passkeys.ts";
import { recoveryRoutes } from "./routes/recovery.ts";
import { secondFactorRoutes } from "./routes/second-factor.ts";
import { serviceRoutes } from "./routes/service.ts";
import { takeoverRoutes } from "./routes/takeover.ts";
import { userRoutes } from "./routes/users.ts";

export interface AppOptions extends BaseOptions {
  /** Routes of this entry point alone, such as the local server's. */
  extraRoutes?: Hono<AppEnv>;
}

/** The whole API. Entry points differ in what they pass, never in what they serve. */
export function createApp({ extraRoutes, ...options }: AppOptions) {
  const app = beginApp(options)
    .route("/auth", authRoutes)
    .route("/auth", recoveryRoutes)
    .route("/auth", emailSignInRoutes)
    .route("/auth", takeoverRoutes)
    .route("/auth", secondFactorRoutes)
    .route("/auth", factorRemovalRoutes)
    .route("/me", meRoutes)
    .route("/me", factorRoutes)
    .route("/", emailChangeRoutes)
    .route("/", passkeyRoutes)
    .route("/users", userRoutes)
    .route("/events", eventRoutes)
    .route("/", serviceRoutes)
    .route(
      "/",
      documentRoutes(() => documented),
    );
  const documented: Hono<AppEnv> = app;
  if (extraRoutes) app.route("/", extraRoutes);
  completeApp(app);
  return app;
}

/** The type that the client is made from. */
export type App = ReturnType<typeof createApp>;
