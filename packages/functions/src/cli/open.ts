import { join } from "node:path";
import { type Context, definitions, systemContext } from "@rollcall/core";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { parseConfig } from "../config.ts";
import { buildDependencies, deployedDatabase } from "../deps.ts";
import { inventEnvironment, localDirectory } from "../local-environment.ts";

/**
 * Runs a command on the database that the environment names, or else on the local server's own.
 * @throws ConfigError, DirectoryInUseError when the local server has its database open, RollcallError `unavailable`
 */
export async function withContext<R>(run: (ctx: Context) => Promise<R>): Promise<R> {
  const isDeployed = Boolean(process.env.MONGODB_URI);
  const environment = isDeployed ? process.env : (await inventEnvironment(process.env, localDirectory)).environment;
  const config = parseConfig(environment);
  const database = isDeployed
    ? deployedDatabase(config)
    : openEmbeddedDatabase({ directory: join(localDirectory, "data"), definitions });
  try {
    await database.prepare();
    const result = await run(systemContext(buildDependencies(config, database)));
    if (!isDeployed)
      console.error(`MONGODB_URI is not set: this was the local server's database in ${localDirectory}.`);
    return result;
  } finally {
    await database.close();
  }
}
