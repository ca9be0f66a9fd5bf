import { join } from "node:path";
import { bundleFunction, bundleLambda, type LambdaBundle } from "../../scripts/lambda-bundle.ts";
import budgets from "../budgets.json" with { type: "json" };
import { inTemporaryDirectory } from "../leftovers.ts";
import { installPeers, peers, versionOf } from "../peers.ts";
import type { Result, Scenario } from "../scenario.ts";

export const scenario: Scenario = {
  name: "bundle",
  title: "The Lambda bundle",
  about: "How large the Lambda bundle is beside better-auth's, and what fills it.",
  seconds: 10,
  async measure(): Promise<Result> {
    installPeers();
    const [rollcall, bare, plugins] = await inTemporaryDirectory(bundleAll);
    const owners = ownersOf(rollcall);
    return {
      ratios: [
        // Bare, it has no second factors and no passkeys: it is told, and the plugins are what is judged.
        { name: "Bytes, of better-auth's bare", value: rollcall.bytes / bare.bytes, atMost: 0.47 },
        { name: "Of better-auth's with plugins", value: rollcall.bytes / plugins.bytes, atMost: 0.35, isExact: true },
        { name: "Bytes", value: rollcall.bytes, atMost: budgets.bundle.bytes, isExact: true },
        { name: "Bytes at the start", value: rollcall.startBytes, atMost: budgets.bundle.startBytes, isExact: true },
      ],
      tables: [
        {
          title: "Bundles",
          unit: "bytes",
          columns: ["in all", "loaded before the first request"],
          rows: Object.entries({
            Rollcall: rollcall,
            "better-auth, bare": bare,
            "better-auth, with plugins": plugins,
          }).map(([name, { bytes, startBytes }]) => ({ name, values: [bytes, startBytes] })),
          chart: true,
        },
        {
          title: "What fills Rollcall's",
          unit: "bytes",
          columns: ["bytes"],
          rows: owners.map(([name, size]) => ({ name, values: [size] })),
        },
      ],
      samples: {},
      method: `All files that are deployed as one function, minified as the deployment minifies them. Rollcall's is the whole API; its
native hasher, 649 KB for arm64, is installed beside it and not counted, as better-auth's scrypt is Node's own. ${versionOf("better-auth")} comes
with its MongoDB adapter, the driver as its package has it, and Rollcall's reader of secrets; the plugins are those of the cold start. Bare, it has
neither second factors nor passkeys.
SST writes five lines above each file, some 340 bytes in place of the one line here: 12 KB more for Rollcall's many files, 0.006 of the first
ratio. Lambda stores all of it compressed.`,
    };
  },
};

function bundleAll(directory: string) {
  const peer = (name: string) => bundleFunction(join(peers, `${name}.mjs`), join(directory, name, "lambda.mjs"));
  return Promise.all([
    bundleLambda(join(directory, "rollcall/lambda.mjs")),
    peer("better-auth-with-store"),
    peer("better-auth-with-plugins-and-store"),
  ]);
}

/** The largest first. */
function ownersOf({ metafile }: LambdaBundle): [string, number][] {
  const sizes: Record<string, number> = {};
  for (const output of Object.values(metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
      if (bytesInOutput > 0) sizes[ownerOf(file)] = (sizes[ownerOf(file)] ?? 0) + bytesInOutput;
    }
  }
  return Object.entries(sizes).sort(([, a], [, b]) => b - a);
}

/** `node_modules/a/b.js` is a's, `packages/core/src/x.ts` is core's. */
function ownerOf(file: string): string {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file.split("/").slice(0, 2).join("/");
}
