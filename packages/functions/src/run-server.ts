import type { Database, Dependencies } from "@rollcall/core";
import { type AppOptions, createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { type RunningServer, receivedPath, socketAddress, startServer, stopOnSignal } from "./listen.ts";

export interface ServerParts extends Pick<AppOptions, "extraRoutes" | "allowsLoopback"> {
  config: Config;
  dependencies: Dependencies;
  database: Database;
}

/** Serves the API on a socket until a signal stops it: first the requests in flight, then the database. */
export async function runServer({ config, dependencies, database, ...rest }: ServerParts): Promise<RunningServer> {
  const { corsOrigins, logLevel } = config;
  const log = (line: string) => console.log(line);
  const app = createApp({
    dependencies,
    corsOrigins,
    logLevel,
    log,
    clientIp: socketAddress,
    rawPath: receivedPath,
    ...rest,
  });
  const server = await startServer(app, config);
  stopOnSignal(async () => {
    await server.close();
    await database.close();
  });
  return server;
}
