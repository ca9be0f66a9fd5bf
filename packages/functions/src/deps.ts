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
import type { Config, DeployedConfig } from "./config.ts";

/** What core needs, from what the environment says. */
export function buildDependencies(config: Config, database: Database, clock: Clock = systemClock): Dependencies {
  return createDependencies({ database, clock, secrets: createSecrets(config.secretKeys), settings: config.settings });
}

/** The deployed form of the database. Nothing connects yet. */
export function deployedDatabase(config: Pick<DeployedConfig, "mongodbUri" | "mongodbPoolSize">): Database {
  return openMongoDatabase({ uri: config.mongodbUri, definitions, poolSize: config.mongodbPoolSize });
}
