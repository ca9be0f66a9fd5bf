import { parsePublicConfig } from "../config.ts";
import { beginApp, completeApp } from "../http/base-app.ts";
import { serviceRoutes } from "../routes/service.ts";
import { readEnvironment } from "./environment.ts";
import { serveApp } from "./serve-app.ts";

const config = parsePublicConfig(await readEnvironment(process.env));

/** What other services and monitors ask for, apart from what may be busy: the key set, and whether the service is up. */
export const handler = serveApp(config, (options) => {
  const app = beginApp(options).route("/", serviceRoutes);
  completeApp(app);
  return app;
});
