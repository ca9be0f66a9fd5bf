import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { installRuntimeClient } from "./runtime-client.ts";
import { installSstPlatform } from "./sst-platform.ts";

/*
 * What costs too much for `npm run check` and `npm test`, without a cloud account: the types of the deployment against
 * SST's own, tests of what the SST CLI would deploy, the built function under Lambda's own runtime client, which is
 * built from source the first time (test/deployment/runtime; some 40 seconds), and the collections for API clients in
 * the clients' own runners, 600 packages of their own in test/deployment/collections, and OWASP's rules for the OpenAPI document
 * in test/deployment/openapi. SST's platform is source, checked
 * under the same flags as ours, so tsconfig.deploy.json extends nothing.
 */

/** What a folder of tests needs for itself. */
async function install(directory: string): Promise<void> {
  const args = ["ci", "--prefix", directory, "--ignore-scripts", "--no-audit", "--no-fund"];
  await promisify(execFile)("npm", args, { maxBuffer: 2 ** 24 });
}

function run(command: string, ...args: string[]): void {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

try {
  // Each waits for the registry most of the time.
  await Promise.all([
    installRuntimeClient(),
    installSstPlatform(),
    install("test/deployment/collections"),
    install("test/deployment/openapi"),
  ]);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
run("tsc", "-p", "tsconfig.deploy.json");
run("vitest", "run", "--config", "vitest.deploy.config.ts");
