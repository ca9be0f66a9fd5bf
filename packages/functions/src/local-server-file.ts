import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Leaves word of where the local server listens, until it ends, for commands that find its database in use. */
export function announceServer(directory: string, url: string): void {
  const file = join(directory, "server-url");
  writeFileSync(file, url);
  process.once("exit", () => rmSync(file, { force: true }));
}

/** Where the local server of this folder listens, or null. */
export function announcedServer(directory: string): string | null {
  try {
    return readFileSync(join(directory, "server-url"), "utf8");
  } catch {
    return null;
  }
}
