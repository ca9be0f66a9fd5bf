import { createSecrets } from "@rollcall/core";
import { createApp } from "../app.ts";
import { type Environment, parseDeployedConfig } from "../config.ts";
import { relayCall } from "./relay-call.ts";
import { behindRouter } from "./router.ts";
import { serveApp } from "./serve-app.ts";

/** @throws ConfigError which fails the start of the environment, with one line in its log */
export function createHandler(environment: Environment) {
  const config = parseDeployedConfig(environment);
  const { routerSecretVersion: version, secretKeys } = config;
  const afterwards = relayCall(environment.RELAY_FUNCTION);
  return serveApp(config, createApp, {
    ...(version !== undefined && behindRouter(createSecrets(secretKeys), version)),
    ...(afterwards && { afterwards }),
  });
}
