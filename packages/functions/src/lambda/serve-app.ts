import type { Hono } from "hono";
import type { DeployedConfig } from "../config.ts";
import { buildDependencies, deployedDatabase } from "../deps.ts";
import type { BaseOptions } from "../http/base-app.ts";
import { functionUrlHandler, rawPath, remainingTime, sourceIp } from "./function-url.ts";

// Node loads its Fetch when it is first touched: better now, while the secrets are on their way, than in the first request.
void globalThis.Response;

/** The handler of a function that serves an app on the deployed database. */
export function serveApp(
  config: DeployedConfig,
  create: (options: BaseOptions) => Pick<Hono, "fetch">,
  way: Partial<BaseOptions> = {},
) {
  const database = deployedDatabase(config);
  const app = create({
    dependencies: buildDependencies(config, database),
    corsOrigins: config.corsOrigins,
    logLevel: config.logLevel,
    log: (line) => process.stdout.write(`${line}\n`),
    clientIp: sourceIp,
    rawPath,
    remainingTime,
    ...way,
  });

  // Lambda ends an environment between two requests, and says so only to those with an extension. The runtime client waits for
  // the next event in a thread, which process.exit would wait for in turn; the signal, which now has no listener, does not.
  process.once("SIGTERM", async () => {
    await database.close();
    process.kill(process.pid, "SIGTERM");
  });
  return functionUrlHandler(app);
}
