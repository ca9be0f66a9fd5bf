import { createApp } from "../app.ts";
import { parseConfig } from "../config.ts";
import { buildDependencies, deployedDatabase } from "../deps.ts";
import { readEnvironment } from "./environment.ts";
import { functionUrlHandler, remainingTime, sourceIp } from "./function-url.ts";

// Fails the start of the environment, with one line in its log, when the configuration is wrong.
const config = parseConfig(await readEnvironment(process.env));
const database = deployedDatabase(config);

const app = createApp({
  dependencies: buildDependencies(config, database),
  corsOrigins: config.corsOrigins,
  logLevel: config.logLevel,
  log: (line) => process.stdout.write(`${line}\n`),
  clientIp: sourceIp,
  remainingTime,
});

// Lambda ends an environment only between two requests, and says so only to those with an extension.
process.once("SIGTERM", async () => {
  await database.close();
  process.exit(0);
});

/** The whole API, behind a Lambda function URL or an API Gateway HTTP API. */
export const handler = functionUrlHandler(app);
