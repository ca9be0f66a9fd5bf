import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Undo = () => unknown;

const leftovers = new Set<Undo>();

/**
 * Remembers what has to be undone however the run ends, by Ctrl+C, too: a process, a database, a folder.
 * @returns what undoes it, once
 */
export function leaveUntilTheEnd(undo: Undo): () => Promise<void> {
  leftovers.add(undo);
  return async () => {
    if (leftovers.delete(undo)) await undo();
  };
}

/** Undoes what is left, the latest first. */
export async function clearUp(): Promise<void> {
  for (const undo of [...leftovers].reverse()) {
    leftovers.delete(undo);
    try {
      await undo();
    } catch (error) {
      console.error((error as Error).message);
    }
  }
}

/** A folder that is there while `use` runs. */
export async function inTemporaryDirectory<T>(use: (directory: string) => T | Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "rollcall-bench-"));
  const remove = leaveUntilTheEnd(() => rmSync(directory, { recursive: true, force: true }));
  try {
    return await use(directory);
  } finally {
    await remove();
  }
}
