import { accessSync, chmodSync, constants, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Another live process has the embedded database open, or this one has it open already. */
export class DirectoryInUseError extends Error {
  override readonly name = "DirectoryInUseError";
  /** Of the process, where it is known. */
  readonly pid: number | null;

  constructor(directory: string, pid: number | null) {
    super(
      pid
        ? `${directory} is in use by process ${pid}. Stop that first`
        : `${directory} is in use by another process, or on a file system that cannot lock files`,
    );
    this.pid = pid;
  }
}

/**
 * Takes a lock that the operating system gives to one holder at a time, and takes back from a process that ends,
 * however it ends. What is locked is an empty file in the folder, by SQLite, because Node itself cannot lock files.
 * Nothing else may open that file: closing it again would undo the lock of the same process (POSIX, fcntl).
 * @param patience How long to wait for another holder, in milliseconds.
 * @returns the release, or null.
 * @throws an error of the file system where nothing can be written in the folder.
 */
export function takeLock(directory: string, patience = 0): (() => void) | null {
  accessSync(directory, constants.W_OK);
  const file = join(directory, "lock");
  const lock = new DatabaseSync(file, { timeout: patience, open: false });
  try {
    lock.open();
    chmodSync(file, 0o600);
    lock.exec("BEGIN EXCLUSIVE");
    return () => lock.close();
  } catch {
    if (lock.isOpen) lock.close();
    return null;
  }
}

/**
 * Claims a folder for this process, until it releases the claim or dies.
 * @returns the release.
 * @throws DirectoryInUseError, or an error of the file system
 */
export function lockDirectory(directory: string): () => void {
  // Only for people to read: who holds the lock is the system's to know.
  const owner = join(directory, "owner");
  const unlock = takeLock(directory);
  if (!unlock) throw new DirectoryInUseError(directory, ownerOf(owner));
  writeFileSync(owner, String(process.pid), { mode: 0o600 });
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    rmSync(owner, { force: true });
    unlock();
  };
}

function ownerOf(file: string): number | null {
  try {
    return Number(readFileSync(file, "utf8")) || null;
  } catch {
    return null;
  }
}
