import { join } from "node:path";
import { bundleLambda } from "../../scripts/lambda-bundle.ts";
import { inTemporaryDirectory } from "../leftovers.ts";
import type { Result, Scenario } from "../scenario.ts";

export const scenario: Scenario = {
  name: "bundle",
  title: "The Lambda bundle",
  about: "How large the Lambda bundle is, and what fills it.",
  seconds: 2,
  async measure(): Promise<Result> {
    const { bytes, owners } = await measureBundle();
    const rows = owners.map(([name, size]) => ({ name, values: [size] }));
    return {
      ratios: [],
      tables: [
        {
          title: "What fills the bundle",
          unit: "bytes",
          columns: ["bytes"],
          rows: [{ name: "The whole bundle", values: [bytes] }, ...rows],
        },
      ],
      samples: {},
      method: "The bundle, built as the deployment builds it. The native hasher, installed beside it, is not counted.",
    };
  },
};

function measureBundle() {
  return inTemporaryDirectory(async (directory) => {
    const { bytes, metafile } = await bundleLambda(join(directory, "lambda.mjs"));
    const sizes: Record<string, number> = {};
    for (const output of Object.values(metafile.outputs)) {
      for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
        sizes[ownerOf(file)] = (sizes[ownerOf(file)] ?? 0) + bytesInOutput;
      }
    }
    return { bytes, owners: Object.entries(sizes).sort(([, a], [, b]) => b - a) };
  });
}

/** `node_modules/a/b.js` is a's, `packages/core/src/x.ts` is core's. */
function ownerOf(file: string): string {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file.split("/").slice(0, 2).join("/");
}
