import {
  type Clock,
  createDependencies,
  createSecrets,
  type Database,
  type Dependencies,
  definitions,
  openMongoDatabase,
  systemClock,
} from "@rollcall/core";
import { openBreachedPasswords } from "./breached/open.ts";
import type { Config, DeployedConfig } from "./config.ts";

/** What core needs, from what the environment says. @throws ConfigError when what it names is not there */
export function buildDependencies(config: Config, database: Database, clock: Clock = systemClock): Dependencies {
  const { settings, secretKeys, peppers, breachSource } = config;
  const breachedPasswords = openBreachedPasswords(breachSource);
  return createDependencies({
    database,
    clock,
    secrets: createSecrets(secretKeys),
    settings,
    peppers,
    breachedPasswords,
  });
}

/** The deployed form of the database. Nothing connects yet. */
export function deployedDatabase(config: Pick<DeployedConfig, "mongodbUri" | "mongodbPoolSize">): Database {
  return openMongoDatabase({ uri: config.mongodbUri, definitions, poolSize: config.mongodbPoolSize });
}
