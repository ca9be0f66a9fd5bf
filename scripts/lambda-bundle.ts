import { dirname, join, parse } from "node:path";
import { build, type Metafile } from "esbuild";
import { nodeBundle } from "./node-bundle.ts";

export interface LambdaBundle {
  /** All of its files, in bytes. */
  bytes: number;
  metafile: Metafile;
}

/** The functions of the deployment, by their files. */
export const lambdaFunctions = [
  "api",
  "authorizer",
  "bounces",
  "keys",
  "relay",
  "remove-expired",
  "rotate-keys",
] as const;

/** Bundles a Lambda function as the deployment does, into `outfile`. The native hasher stays beside it. */
export function bundleLambda(outfile: string, name: (typeof lambdaFunctions)[number] = "api"): Promise<LambdaBundle> {
  return bundleFunction(join(import.meta.dirname, "../packages/functions/src/lambda", `${name}.ts`), outfile);
}

/** The same for a function of which this is the source. */
export async function bundleFunction(entryPoint: string, outfile: string): Promise<LambdaBundle> {
  const { metafile } = await build({
    ...nodeBundle,
    entryPoints: [entryPoint],
    outdir: dirname(outfile),
    entryNames: parse(outfile).name,
  });
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  return { bytes, metafile };
}
