import type { Database, Dependencies } from "@rollcall/core";
import type { MailTransport } from "@rollcall/core/mail";
import { type AppOptions, createApp } from "../app.ts";
import { requireSender } from "../config/mail.ts";
import type { Config } from "../config.ts";
import { openCarriers } from "../relay/carriers.ts";
import { fromSocket, type RunningServer, startServer, stopOnSignal } from "./listen.ts";
import { logTo, surviveErrorsOf } from "./log-stream.ts";
import { startRelay } from "./relay-loop.ts";
import { startRetention } from "./retention-loop.ts";

export interface ServerParts extends Pick<AppOptions, "extraRoutes" | "allowsLoopback"> {
  config: Config;
  dependencies: Dependencies;
  database: Database;
  /** Instead of the one that the settings name. */
  transport?: MailTransport | undefined;
}

/** Serves the API on a socket until a signal stops it: first the requests in flight, then the database. @throws ConfigError */
export async function runServer(parts: ServerParts): Promise<RunningServer> {
  const { config, dependencies, database, transport, ...rest } = parts;
  requireSender(config.mail);
  const { corsOrigins, trustedProxies, logLevel } = config;
  surviveErrorsOf(process.stderr);
  const log = logTo(process.stdout);
  const relay = startRelay(
    dependencies,
    () => openCarriers({ ...dependencies, mail: config.mail, events: config.events, log: log.write, transport }),
    log.write,
  );
  const retention = startRetention(dependencies, log.write);
  // Whoever has the mails kept here, where they can be read, looks at once.
  const afterwards = (isUrgent: boolean) => relay.poke(isUrgent || transport !== undefined);
  const options = { dependencies, corsOrigins, trustedProxies, logLevel, log: log.write, afterwards };
  const app = createApp({ ...options, ...fromSocket, ...rest });
  const server = await startServer(app, config);
  stopOnSignal(async () => {
    await server.close();
    await Promise.all([relay.close(), retention.close()]);
    await database.close();
    await log.flush();
  });
  return server;
}
