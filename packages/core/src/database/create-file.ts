import { existsSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DirectoryInUseError, takeLock } from "./embedded-lock.ts";

/** How long another process may take to make a file, in milliseconds. */
const patience = 5_000;

/**
 * Makes a file that appears with its content or not at all, whoever else makes it at the same moment. Only its
 * owner may read it.
 * @returns false when it was there already; it is then left as it is.
 * @throws DirectoryInUseError where the folder cannot be locked, or an error of the file system
 */
export function createFile(file: string, content: string): boolean {
  const unlock = takeLock(dirname(file), patience);
  if (!unlock) throw new DirectoryInUseError(dirname(file), null);
  try {
    if (existsSync(file)) return false;
    const draft = `${file}.new`;
    writeFileSync(draft, content, { mode: 0o600, flush: true });
    renameSync(draft, file);
    return true;
  } finally {
    unlock();
  }
}
