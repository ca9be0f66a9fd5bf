import { execFile, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const directory = join(import.meta.dirname, "../test/deployment/runtime");
const client = join(directory, "node_modules/aws-lambda-ric");

/** What the client's native part is built with. */
const tools = ["autoconf", "automake", "libtoolize", "cmake", "g++", "make"];

/**
 * Installs AWS's own runtime client for Node, which is built from source (some 40 seconds, once), and returns
 * the path of its main file.
 * @throws Error naming the tools that are missing
 */
export async function installRuntimeClient(): Promise<string> {
  const main = join(client, "index.mjs");
  if (existsSync(join(client, "rapid-client.node"))) return main;
  const missing = tools.filter((tool) => spawnSync(tool, ["--version"]).status !== 0);
  if (missing.length > 0) {
    throw new Error(
      `The Lambda runtime client is built from source, and ${missing.join(", ")} cannot be run here. ` +
        "On Debian and Ubuntu: apt-get install autoconf automake libtool cmake g++ make",
    );
  }
  await build();
  return main;
}

/** Elsewhere, because libtool, which builds a part of it, fails where a path has a space in it. */
async function build(): Promise<void> {
  const elsewhere = mkdtempSync(join(tmpdir(), "rollcall-runtime-"));
  const [built, installed] = [join(elsewhere, "node_modules"), join(directory, "node_modules")];
  try {
    for (const file of ["package.json", "package-lock.json"]) cpSync(join(directory, file), join(elsewhere, file));
    await promisify(execFile)("npm", ["ci", "--no-audit", "--no-fund"], { cwd: elsewhere, maxBuffer: 2 ** 26 });
    rmSync(installed, { recursive: true, force: true });
    cpSync(built, `${installed}.part`, { recursive: true, force: true, verbatimSymlinks: true });
    renameSync(`${installed}.part`, installed);
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
}
