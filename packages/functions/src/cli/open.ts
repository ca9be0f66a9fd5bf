import { type Context, systemClock, systemContext } from "@rollcall/core";
import { localDatabase } from "#local-database";
import { parseConfig, parseDeployedConfig } from "../config.ts";
import { buildDependencies, deployedDatabase } from "../deps.ts";

/**
 * Runs a command on the database that the environment names, or else on the local one.
 * @throws ConfigError, CommandError, DirectoryInUseError, RollcallError `unavailable`
 */
export async function withContext<R>(run: (ctx: Context) => Promise<R>): Promise<R> {
  const local = process.env.MONGODB_URI ? null : localDatabase;
  const { config, database, clock } = local ? await openLocal(local) : openDeployed();
  try {
    await database.prepare();
    const result = await run(systemContext(buildDependencies(config, database, clock)));
    if (local) console.error(local.notice);
    return result;
  } finally {
    await database.close();
  }
}

async function openLocal(local: NonNullable<typeof localDatabase>) {
  return { config: parseConfig(await local.environment()), ...(await local.open()) };
}

function openDeployed() {
  const config = parseDeployedConfig(process.env);
  return { config, database: deployedDatabase(config), clock: systemClock };
}
