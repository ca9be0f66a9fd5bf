import { linkSync, rmSync, writeFileSync } from "node:fs";

/**
 * Makes a file that appears with its content or not at all, whoever else makes it at the same moment. Only its
 * owner may read it.
 * @returns false when it was there already; it is then left as it is.
 */
export function createFile(file: string, content: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}
