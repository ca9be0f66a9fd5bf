import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const directory = new URL("../test/deployment/runtime", import.meta.url).pathname;
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
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: directory, stdio: ["ignore", "ignore", "inherit"] });
  return main;
}
