import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { packClient } from "../../scripts/client-package.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Goes with the run, and what lies in it. */
    directory: string;
    /** The client as it would be published. */
    tarball: string;
  }
}

/** Packs the client, once for all files. */
export default function setup({ provide }: TestProject): () => void {
  const directory = mkdtempSync(join(tmpdir(), "rollcall-consumers-"));
  provide("directory", directory);
  provide("tarball", packClient(directory));
  return () => rmSync(directory, { recursive: true, force: true });
}
