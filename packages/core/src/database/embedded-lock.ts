import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Another live process has the embedded database open. */
export class DirectoryInUseError extends Error {
  override readonly name = "DirectoryInUseError";
  readonly pid: number;

  constructor(directory: string, pid: number) {
    super(`${directory} is in use by process ${pid}`);
    this.pid = pid;
  }
}

/**
 * Claims a folder for this process, until it releases the claim or dies: the lock file holds the
 * process id, and the claim of a process that no longer runs is void.
 * @returns the release.
 */
export function lockDirectory(directory: string): () => void {
  const file = join(directory, "lock");
  claim(file, directory);
  const release = () => {
    if (ownerOf(file) === process.pid) rmSync(file, { force: true });
    process.off("exit", release);
  };
  process.on("exit", release);
  return release;
}

function claim(file: string, directory: string): void {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const owner = ownerOf(file);
    if (owner !== null && isRunning(owner)) throw new DirectoryInUseError(directory, owner);
    rmSync(file, { force: true });
    claim(file, directory);
  }
}

function ownerOf(file: string): number | null {
  try {
    return Number(readFileSync(file, "utf8")) || null;
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
