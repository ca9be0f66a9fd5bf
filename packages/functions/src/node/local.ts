import { join } from "node:path";
import { styleText } from "node:util";
import { type Database, definitions, virtualClock } from "@rollcall/core";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { misspeltSettings } from "../config/misspelt.ts";
import { type Config, parseConfig } from "../config.ts";
import { buildDependencies, deployedDatabase } from "../deps.ts";
import { explain } from "../explain.ts";
import { openMailbox } from "../mail/mailbox.ts";
import { devRoutes } from "../routes/dev.ts";
import { inventEnvironment, keptToken, localDirectory, reachableHost } from "./local-environment.ts";
import { announceServer } from "./local-server-file.ts";
import { runServer } from "./run-server.ts";

/** The local server: starts with nothing set and nothing installed, and says what it has invented. */
async function main(): Promise<void> {
  // Whoever has started it over a channel, as scripts/dev.ts does, takes it along, however that ends.
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  for (const line of misspeltSettings(process.env)) console.error(line);
  const { environment, invented } = await inventEnvironment(process.env, localDirectory);
  const config = parseConfig(environment);
  const database = openLocalDatabase(config);
  const clock = virtualClock();
  const dependencies = buildDependencies(config, database, clock);
  // What is wrong with one's own files stops the start; a MongoDB that is away may come back.
  if (!config.mongodbUri) await dependencies.accessTokens.requireSigner();
  // A database that others use, too, is none to play with.
  const own = config.mongodbUri
    ? undefined
    : { token: keptToken(localDirectory), mailbox: openMailbox(join(localDirectory, "mailbox"), clock) };
  const extraRoutes = own && { extraRoutes: devRoutes({ clock, database, ...own }) };
  const transport = config.mail.transport === "none" ? own?.mailbox : undefined;
  const parts = { config, dependencies, database, ...extraRoutes, transport };
  const { url, port } = await runServer({ ...parts, allowsLoopback: true });
  const address = `http://${reachableHost(config.host)}:${port}`;
  if (own) announceServer(localDirectory, address);
  greet(url, invented, own && transport && `${address}/dev/mail?token=${own.token}`);
  process.send?.("listening");
  await database.prepare().catch((error) => {
    console.error(`${explain(error) ?? error}\nUntil then requests that need it get 503.`);
  });
}

function openLocalDatabase(config: Config): Database {
  const { mongodbUri, mongodbPoolSize } = config;
  if (mongodbUri) return deployedDatabase({ mongodbUri, mongodbPoolSize });
  return openEmbeddedDatabase({ directory: join(localDirectory, "data"), definitions });
}

function greet(url: string, invented: string[], mailbox: string | undefined): void {
  const lines = [
    `${styleText("bold", "Rollcall")} listens on ${styleText("cyan", url)}`,
    ...invented.map((thing) => `  Not set, so invented: ${thing}`),
    ...(mailbox ? [`  Mails are not sent, but kept: ${styleText("cyan", mailbox)}`] : []),
    "  Pages of http://localhost, 127.0.0.1 and [::1], on any port, may call it (others: CORS_ORIGINS)",
    "Try:",
    `  curl ${url}/auth/register -H 'content-type: application/json' -d '{"email":"ada@example.com","password":"correct horse battery staple"}'`,
  ];
  console.log(lines.join("\n"));
}

main().catch((error) => {
  console.error(explain(error) ?? error);
  process.exit(1);
});
