import { createApp } from "../../packages/functions/src/app.ts";
import { parseDeployedConfig } from "../../packages/functions/src/config.ts";
import { buildDependencies, deployedDatabase } from "../../packages/functions/src/deps.ts";
import { fromSocket, startServer } from "../../packages/functions/src/node/listen.ts";
import { logTo } from "../../packages/functions/src/node/log-stream.ts";

/* The API by itself, as the deployment's function has it: events are carried out by somebody else. */

const config = parseDeployedConfig(process.env);
const database = deployedDatabase(config);
await database.prepare();
const dependencies = buildDependencies(config, database);
const { corsOrigins, logLevel } = config;
const app = createApp({ dependencies, corsOrigins, logLevel, log: logTo(process.stdout).write, ...fromSocket });
const { url } = await startServer(app, config);
console.error(`The API listens on ${url}`);
