import type { Database, Dependencies } from "@rollcall/core";
import { type AppOptions, createApp } from "../app.ts";
import type { Config } from "../config.ts";
import { fromSocket, type RunningServer, startServer, stopOnSignal } from "./listen.ts";
import { logTo, surviveErrorsOf } from "./log-stream.ts";

export interface ServerParts extends Pick<AppOptions, "extraRoutes" | "allowsLoopback"> {
  config: Config;
  dependencies: Dependencies;
  database: Database;
}

/** Serves the API on a socket until a signal stops it: first the requests in flight, then the database. */
export async function runServer({ config, dependencies, database, ...rest }: ServerParts): Promise<RunningServer> {
  const { corsOrigins, trustedProxies, logLevel } = config;
  surviveErrorsOf(process.stderr);
  const log = logTo(process.stdout);
  const options = { dependencies, corsOrigins, trustedProxies, logLevel, log: log.write };
  const app = createApp({ ...options, ...fromSocket, ...rest });
  const server = await startServer(app, config);
  stopOnSignal(async () => {
    await server.close();
    await database.close();
    await log.flush();
  });
  return server;
}
