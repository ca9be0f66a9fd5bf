import { type ExecFileException, execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const repository = join(import.meta.dirname, "..");

/** Variables with which the SST CLI asks nobody and installs nothing beside its own. */
export const quietSst = { SST_TELEMETRY_DISABLED: "1", SST_SKIP_DEPENDENCY_CHECK: "1", SST_NO_BUN: "1" };

/**
 * Has SST's platform and providers in .sst, for types and for the CLI's offline runs: no cloud account, but 300 MB from
 * the npm registry the first time.
 * @throws When SST cannot install them, with what it printed.
 */
export async function installSstPlatform(): Promise<void> {
  if (isInstalled()) return;
  const sst = join(repository, "node_modules", ".bin", "sst");
  const options = { cwd: repository, env: { ...process.env, ...quietSst } };
  try {
    await promisify(execFile)(sst, ["install", "--stage", "production"], options);
  } catch (error) {
    const { code, stdout, stderr } = error as ExecFileException;
    throw new Error(`sst install ended with ${code}: ${stdout}${stderr}`);
  }
}

/** SST writes the list of providers last. */
function isInstalled(): boolean {
  const { version } = JSON.parse(readFileSync(join(repository, "node_modules", "sst", "package.json"), "utf8"));
  const platform = join(repository, ".sst", "platform", "version");
  return (
    existsSync(platform) &&
    readFileSync(platform, "utf8") === version &&
    existsSync(join(repository, ".sst", "provider-lock.json"))
  );
}
