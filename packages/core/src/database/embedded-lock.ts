import { readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createFile } from "./create-file.ts";

/** Another live process has the embedded database open, or this one has it open already. */
export class DirectoryInUseError extends Error {
  override readonly name = "DirectoryInUseError";
  readonly pid: number;

  constructor(file: string, pid: number) {
    super(
      `${dirname(file)} is in use by process ${pid} (stop that first, or, if it is something else, delete ${file})`,
    );
    this.pid = pid;
  }
}

/** What this process holds: after a restart another process may have had its number. */
const held = new Set<string>();

/**
 * Claims a folder for this process, until it releases the claim or dies. Claims are numbered files that
 * hold a process id, and the highest counts. Whoever comes to a void one makes the next number, which the
 * file system gives to one process only, and gives way if a still higher one has appeared meanwhile.
 * @returns the release.
 * @throws DirectoryInUseError
 */
export function lockDirectory(path: string): () => void {
  const directory = realpathSync(path);
  for (;;) {
    const last = highestClaim(directory);
    const owner = last > 0 ? ownerOf(claimFile(directory, last)) : null;
    if (owner !== null && isHeld(claimFile(directory, last), owner))
      throw new DirectoryInUseError(claimFile(path, last), owner);
    const file = claimFile(directory, last + 1);
    if (!createFile(file, String(process.pid))) continue;
    if (highestClaim(directory) === last + 1) return hold(file, directory, last);
    rmSync(file, { force: true });
  }
}

function claimFile(directory: string, number: number): string {
  return join(directory, `lock-${number}`);
}

function highestClaim(directory: string): number {
  return Math.max(0, ...readdirSync(directory).map((name) => Number(/^lock-(\d+)$/.exec(name)?.[1] ?? 0)));
}

function hold(file: string, directory: string, last: number): () => void {
  if (last > 0) rmSync(claimFile(directory, last), { force: true });
  held.add(file);
  return () => {
    // Emptied rather than removed: a number must not come again while somebody may still be looking at it.
    if (held.delete(file)) writeFileSync(file, "");
  };
}

function ownerOf(file: string): number | null {
  try {
    return Number(readFileSync(file, "utf8")) || null;
  } catch {
    return null;
  }
}

function isHeld(file: string, owner: number): boolean {
  if (owner === process.pid) return held.has(file);
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
