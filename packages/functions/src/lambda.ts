import { handle } from "hono/aws-lambda";
import { createApp } from "./app.ts";
import { parseConfig } from "./config.ts";
import { buildDependencies, deployedDatabase } from "./deps.ts";

// Fails the start of the environment, with one line in its log, when the configuration is wrong.
const config = parseConfig(process.env);

const app = createApp({
  dependencies: buildDependencies(config, deployedDatabase(config)),
  corsOrigins: config.corsOrigins,
  logLevel: config.logLevel,
  log: (line) => process.stdout.write(`${line}\n`),
  // Lambda's own word for it; X-Forwarded-For is the client's.
  clientIp: (c) => c.env.requestContext.http.sourceIp,
});

/** The handler of a Lambda function URL (payload format 2.0). */
export const handler = handle(app);
