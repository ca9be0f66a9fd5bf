import { dirname, join, parse } from "node:path";
import { build, type Metafile } from "esbuild";

export interface LambdaBundle {
  /** All of its files, in bytes. */
  bytes: number;
  metafile: Metafile;
}

/** The functions of the deployment, by their files. */
export const lambdaFunctions = ["api", "authorizer", "remove-expired", "rotate-keys"] as const;

/** Bundles a Lambda function as the deployment does, into `outfile`. The native hasher stays beside it. */
export function bundleLambda(outfile: string, name: (typeof lambdaFunctions)[number] = "api"): Promise<LambdaBundle> {
  return bundleFunction(join(import.meta.dirname, "../packages/functions/src/lambda", `${name}.ts`), outfile);
}

/** The same for a function of which this is the source. */
export async function bundleFunction(entryPoint: string, outfile: string): Promise<LambdaBundle> {
  const { metafile } = await build({
    entryPoints: [entryPoint],
    outdir: dirname(outfile),
    entryNames: parse(outfile).name,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    bundle: true,
    minify: true,
    metafile: true,
    platform: "node",
    format: "esm",
    target: "node24",
    mainFields: ["module", "main"],
    treeShaking: true,
    external: ["@node-rs/argon2"],
    banner: {
      js: 'import { createRequire as topLevelCreateRequire } from "module";const require = topLevelCreateRequire(import.meta.url);',
    },
    logLevel: "silent",
  });
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  return { bytes, metafile };
}
