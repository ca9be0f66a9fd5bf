import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Where the peers are: servers and functions of their own, with their own packages. */
export const peers = join(import.meta.dirname, "peers");

/** Installs their packages, unless those that the lock names are there. */
export function installPeers(): void {
  const [installed, locked] = ["node_modules/.package-lock.json", "package-lock.json"].map((file) =>
    statSync(join(peers, file), { throwIfNoEntry: false }),
  );
  if (installed && locked && installed.mtimeMs >= locked.mtimeMs) return;
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: peers, stdio: ["ignore", "ignore", "inherit"] });
}

/** A peer's name with the version that is installed, for the method of a page. */
export function versionOf(peer: string): string {
  const { version } = JSON.parse(readFileSync(join(peers, "node_modules", peer, "package.json"), "utf8"));
  return `${peer} ${version}`;
}
