import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Says where this process, the local server, listens, until it ends: for commands that find its database in use. The next
 * server may say so of itself before this one has ended.
 */
export function announceServer(directory: string, url: string): void {
  const file = join(directory, "server-url");
  writeFileSync(file, `${url}\n${process.pid}\n`, { mode: 0o600 });
  process.once("exit", () => {
    if (announcedServer(directory, process.pid) !== null) rmSync(file, { force: true });
  });
}

/** Where the local server of this folder listens, or null unless the process `pid` is the one that says so. */
export function announcedServer(directory: string, pid: number): string | null {
  try {
    const [url = "", announcer] = readFileSync(join(directory, "server-url"), "utf8").split("\n");
    return Number(announcer) === pid ? url : null;
  } catch {
    return null;
  }
}
