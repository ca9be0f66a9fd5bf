import { spawnSync } from "node:child_process";

/*
 * What costs too much for `npm run check` and `npm test`. Type-checks the deployment against SST's own types, which SST generates: no cloud account, but some
 * 40 seconds and 300 MB under .sst the first time. SST's platform is source, checked under the same flags
 * as ours, so tsconfig.deploy.json extends nothing. Then runs the collections for API clients in
 * the clients' own runners, 600 packages of their own in test/deployment/collections.
 */

const environment = { ...process.env, SST_TELEMETRY_DISABLED: "1", SST_SKIP_DEPENDENCY_CHECK: "1", SST_NO_BUN: "1" };

function run(command: string, ...args: string[]): void {
  const { status } = spawnSync(command, args, { stdio: "inherit", env: environment });
  if (status !== 0) process.exit(status ?? 1);
}

run("sst", "install", "--stage", "ci");
run("tsc", "-p", "tsconfig.deploy.json");
run("npm", "ci", "--prefix", "test/deployment/collections", "--ignore-scripts", "--no-audit", "--no-fund");
run("vitest", "run", "--config", "vitest.deploy.config.ts");
