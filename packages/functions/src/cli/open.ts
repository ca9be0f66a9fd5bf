import { join } from "node:path";
import { type Clock, type Context, type Database, definitions, systemClock, systemContext } from "@rollcall/core";
import { DirectoryInUseError, openEmbeddedDatabase } from "@rollcall/core/embedded";
import { parseConfig } from "../config.ts";
import { buildDependencies, deployedDatabase } from "../deps.ts";
import { inventEnvironment, localDirectory } from "../local-environment.ts";
import { openThroughServer } from "./through-server.ts";

interface Opened {
  database: Database;
  clock: Clock;
}

/**
 * Runs a command on the database that the environment names, or else on the local server's own, through that server
 * where it is running.
 * @throws ConfigError, CommandError, RollcallError `unavailable`
 */
export async function withContext<R>(run: (ctx: Context) => Promise<R>): Promise<R> {
  const isDeployed = Boolean(process.env.MONGODB_URI);
  const environment = isDeployed ? process.env : (await inventEnvironment(process.env, localDirectory)).environment;
  const config = parseConfig(environment);
  const { database, clock } = isDeployed
    ? { database: deployedDatabase(config), clock: systemClock }
    : await openLocal(localDirectory);
  try {
    await database.prepare();
    const result = await run(systemContext(buildDependencies(config, database, clock)));
    if (!isDeployed)
      console.error(`MONGODB_URI is not set: this was the local server's database in ${localDirectory}.`);
    return result;
  } finally {
    await database.close();
  }
}

async function openLocal(directory: string): Promise<Opened> {
  try {
    return { database: openEmbeddedDatabase({ directory: join(directory, "data"), definitions }), clock: systemClock };
  } catch (error) {
    if (error instanceof DirectoryInUseError && error.pid !== null) return openThroughServer(directory, error.pid);
    throw error;
  }
}
