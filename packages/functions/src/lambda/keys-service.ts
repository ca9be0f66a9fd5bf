import { type Environment, parsePublicConfig } from "../config.ts";
import { type BaseOptions, beginApp, completeApp } from "../http/base-app.ts";
import { serviceRoutes } from "../routes/service.ts";
import { serveApp } from "./serve-app.ts";

function createKeysApp(options: BaseOptions) {
  const app = beginApp(options).route("/", serviceRoutes);
  completeApp(app);
  return app;
}

/** @throws ConfigError which fails the start of the environment, with one line in its log */
export const createHandler = (environment: Environment) => serveApp(parsePublicConfig(environment), createKeysApp);
