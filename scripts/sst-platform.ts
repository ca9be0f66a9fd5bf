import { spawnSync } from "node:child_process";

const environment = { ...process.env, SST_TELEMETRY_DISABLED: "1", SST_SKIP_DEPENDENCY_CHECK: "1", SST_NO_BUN: "1" };

/**
 * Has SST's platform and providers in .sst, for types and for the offline CLI: no cloud account, but some 20 to 40
 * seconds and 300 MB the first time.
 * @throws When SST cannot install them; it has then said why.
 */
export function installSstPlatform(): void {
  const sst = new URL("../node_modules/.bin/sst", import.meta.url).pathname;
  const { status, stdout, stderr } = spawnSync(sst, ["install", "--stage", "production"], {
    cwd: new URL("..", import.meta.url).pathname,
    env: environment,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`sst install ended with ${status}: ${stdout}${stderr}`);
}
