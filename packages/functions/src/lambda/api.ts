import { createApp } from "../app.ts";
import { parseConfig } from "../config.ts";
import { buildDependencies, deployedDatabase } from "../deps.ts";
import { readEnvironment } from "./environment.ts";
import { functionUrlHandler, rawPath, remainingTime, sourceIp } from "./function-url.ts";

// Fails the start of the environment, with one line in its log, when the configuration is wrong.
const config = parseConfig(await readEnvironment(process.env));
const database = deployedDatabase(config);

const app = createApp({
  dependencies: buildDependencies(config, database),
  corsOrigins: config.corsOrigins,
  logLevel: config.logLevel,
  log: (line) => process.stdout.write(`${line}\n`),
  clientIp: sourceIp,
  rawPath,
  remainingTime,
});

// Lambda ends an environment between two requests, and says so only to those with an extension. The runtime client waits for
// the next event in a thread, which process.exit would wait for in turn; the signal, which now has no listener, does not.
process.once("SIGTERM", async () => {
  await database.close();
  process.kill(process.pid, "SIGTERM");
});

/** The whole API, behind a Lambda function URL or an API Gateway HTTP API. */
export const handler = functionUrlHandler(app);
