import { createApp } from "../app.ts";
import { type Environment, parseDeployedConfig } from "../config.ts";
import { serveApp } from "./serve-app.ts";

/** @throws ConfigError which fails the start of the environment, with one line in its log */
export const createHandler = (environment: Environment) => serveApp(parseDeployedConfig(environment), createApp);
