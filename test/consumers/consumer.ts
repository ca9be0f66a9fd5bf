import { type ExecFileException, execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { inject } from "vitest";

const project = join(import.meta.dirname, "../..");

export interface Consumer {
  /** Where it lies, with its packages. */
  directory: string;
  /** Runs a command there, such as `npx("tsc", "-p", ".")`; resolves to what it prints, rejects with it when it fails. */
  npx(command: string, ...args: string[]): Promise<string>;
}

/**
 * Copies a folder of the project into a checkout of its own, in which packages/client is what was packed, and installs its
 * packages: those of its lock, or where it has none those of the project.
 * @returns Null, and says so, where no registry answers.
 */
export async function install(folder: string): Promise<Consumer | null> {
  const checkout = mkdtempSync(join(inject("directory"), "consumer-"));
  const directory = join(checkout, folder);
  cpSync(join(project, folder), directory, { recursive: true, filter: isSource });
  await unpackClient(join(checkout, "packages/client"));
  // Nothing is kept but what npm keeps.
  const env = { ...process.env, HOME: checkout, DENO_DIR: join(checkout, ".deno"), NEXT_TELEMETRY_DISABLED: "1" };
  if (!existsSync(join(directory, "package-lock.json"))) await linkPackages(join(directory, "node_modules"));
  else if (!(await installLocked(directory))) return null;
  const path = `${join(directory, "node_modules/.bin")}:${process.env.PATH}`;
  return {
    directory,
    npx: (command, ...args) => run(command, args, { cwd: directory, env: { ...env, PATH: path } }),
  };
}

/** Neither what commands make nor how somebody has set up their own copy. */
function isSource(path: string): boolean {
  return !/^(node_modules|dist|\.next|\.wrangler|\.env.*)$/.test(basename(path));
}

async function unpackClient(directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  await run("tar", ["-xzf", inject("tarball"), "-C", directory, "--strip-components", "1"], {});
}

/** The project's own packages, but for the client. */
async function linkPackages(modules: string): Promise<void> {
  mkdirSync(modules, { recursive: true });
  for (const name of readdirSync(join(project, "node_modules"))) {
    if (name !== "@rollcall") symlinkSync(join(project, "node_modules", name), join(modules, name));
  }
  await unpackClient(join(modules, "@rollcall/client"));
}

async function installLocked(cwd: string): Promise<boolean> {
  const quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  try {
    await run("npm", ["ci", ...quietly, "--fetch-retries=1", "--fetch-retry-mintimeout=1000"], { cwd });
    return true;
  } catch (error) {
    if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT/.test((error as Error).message)) throw error;
    console.log(`No registry answers: ${basename(cwd)} is not tested.`);
    return false;
  }
}

interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

async function run(command: string, args: string[], options: RunOptions): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, { ...options, maxBuffer: 2 ** 24 })).stdout;
  } catch (error) {
    const { message, stdout, stderr } = error as ExecFileException;
    throw new Error([message, stdout, stderr].join("\n"));
  }
}
