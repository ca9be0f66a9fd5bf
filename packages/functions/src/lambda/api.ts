import { createApp } from "../app.ts";
import { parseConfig } from "../config.ts";
import { readEnvironment } from "./environment.ts";
import { serveApp } from "./serve-app.ts";

// Fails the start of the environment, with one line in its log, when the configuration is wrong.
const config = parseConfig(await readEnvironment(process.env));

/** The whole API, behind a Lambda function URL or an API Gateway HTTP API. */
export const handler = serveApp(config, createApp);
