import { open } from "node:fs/promises";

const newline = 0x0a;
const blockLength = 64 * 1024;

/**
 * Cuts off what a process left behind that died in the middle of a write. NeDB appends one line per
 * change and acknowledges it once the whole line is written, so bytes after the last line break belong
 * to a write that nobody was told had happened.
 */
export async function dropTornTail(file: string): Promise<void> {
  const handle = await open(file, "r+").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!handle) return;
  try {
    const { size } = await handle.stat();
    const end = await endOfLastLine(handle, size);
    if (end < size) await handle.truncate(end);
  } finally {
    await handle.close();
  }
}

async function endOfLastLine(handle: Awaited<ReturnType<typeof open>>, size: number): Promise<number> {
  const block = Buffer.alloc(blockLength);
  for (let end = size; end > 0; end -= blockLength) {
    const start = Math.max(0, end - blockLength);
    const { bytesRead } = await handle.read(block, 0, end - start, start);
    const found = block.subarray(0, bytesRead).lastIndexOf(newline);
    if (found >= 0) return start + found + 1;
  }
  return 0;
}
