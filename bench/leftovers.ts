import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const leftovers = new Set<() => Promise<void>>();

/**
 * Remembers what has to be undone however the run ends, by Ctrl+C, too: a process, a database, a folder.
 * @returns what undoes it, once
 */
export function leaveUntilTheEnd(undo: () => unknown): () => Promise<void> {
  let undone: Promise<void> | undefined;
  const once = () => {
    undone ??= (async () => void (await undo()))().finally(() => leftovers.delete(once));
    return undone;
  };
  leftovers.add(once);
  return once;
}

/** Undoes what is left, the latest first, and waits for what is being undone. */
export async function clearUp(): Promise<void> {
  for (const undo of [...leftovers].reverse()) await undo().catch((error: Error) => console.error(error.message));
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
