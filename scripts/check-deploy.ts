import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { installRuntimeClient } from "./runtime-client.ts";
import { installSstPlatform } from "./sst-platform.ts";

/*
 * What costs too much for `npm run check` and `npm test`, without a cloud account: the types of the deployment against
 * SST's own, tests of what the SST CLI would deploy, the built function under Lambda's own runtime client, which is
 * built from source the first time (test/deployment/runtime; some 40 seconds), and the collections for API clients in
 * the clients' own runners, 600 packages of their own in test/deployment/collections. SST's platform is source, checked
 * under the same flags as ours, so tsconfig.deploy.json extends nothing.
 */

/** The runners of the collections. */
async function installRunners(): Promise<void> {
  const args = ["ci", "--prefix", "test/deployment/collections", "--ignore-scripts", "--no-audit", "--no-fund"];
  await promisify(execFile)("npm", args, { maxBuffer: 2 ** 24 });
}

function run(command: string, ...args: string[]): void {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

try {
  // Each waits for the registry most of the time.
  await Promise.all([installRuntimeClient(), installSstPlatform(), installRunners()]);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
run("tsc", "-p", "tsconfig.deploy.json");
run("vitest", "run", "--config", "vitest.deploy.config.ts");
