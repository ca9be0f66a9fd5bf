import { misspeltSettings } from "../config/misspelt.ts";
import { parseDeployedConfig } from "../config.ts";
import { buildDependencies, deployedDatabase } from "../deps.ts";
import { explain } from "../explain.ts";
import { runServer } from "./run-server.ts";

/** The API on anything that runs Node, configured by the environment alone. */
async function main(): Promise<void> {
  for (const line of misspeltSettings(process.env)) console.error(line);
  const config = parseDeployedConfig(process.env);
  const database = deployedDatabase(config);
  await database.prepare();
  const dependencies = buildDependencies(config, database);
  // A signing key that SECRET_KEY does not open should stop the start, not the first sign-in.
  await dependencies.accessTokens.requireSigner();
  const { url } = await runServer({ config, dependencies, database });
  console.error(`Rollcall listens on ${url}`);
}

main().catch((error) => {
  console.error(explain(error) ?? error);
  process.exit(1);
});
