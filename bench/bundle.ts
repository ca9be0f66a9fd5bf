import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleLambda } from "../scripts/lambda-bundle.ts";

/* How large the Lambda bundle is, and what fills it. The native hasher, installed beside it, is not counted. */

export async function measureBundle(): Promise<Record<string, number>> {
  const directory = mkdtempSync(join(tmpdir(), "rollcall-bundle-"));
  try {
    const { bytes, metafile } = await bundleLambda(join(directory, "lambda.mjs"));
    const sizes: Record<string, number> = {};
    for (const output of Object.values(metafile.outputs)) {
      for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
        sizes[ownerOf(file)] = (sizes[ownerOf(file)] ?? 0) + bytesInOutput;
      }
    }
    const largest = Object.entries(sizes).sort(([, a], [, b]) => b - a);
    return { "the whole bundle, in bytes": bytes, ...Object.fromEntries(largest) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** `node_modules/a/b.js` is a's, `packages/core/src/x.ts` is core's. */
function ownerOf(file: string): string {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file.split("/").slice(0, 2).join("/");
}
