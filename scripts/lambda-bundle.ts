import { dirname, join, parse } from "node:path";
import { build, type Metafile } from "esbuild";
import { addDriver } from "./driver-bundle.ts";
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

/** Bundles a Lambda function as the deployment does, into `outfile`, and the driver beside it. Only the native hasher is missing. */
export async function bundleLambda(
  outfile: string,
  name: (typeof lambdaFunctions)[number] = "api",
): Promise<LambdaBundle> {
  const source = join(import.meta.dirname, "../packages/functions/src/lambda", `${name}.ts`);
  const { metafile } = await bundleFunction(source, outfile, [...nodeBundle.external, "mongodb"]);
  const driver = await addDriver(dirname(outfile));
  return summed({
    inputs: { ...metafile.inputs, ...driver?.inputs },
    outputs: { ...metafile.outputs, ...driver?.outputs },
  });
}

/** Bundles a function of which this is the source, with all that it needs. */
export async function bundleFunction(
  entryPoint: string,
  outfile: string,
  external: string[] = nodeBundle.external,
): Promise<LambdaBundle> {
  const { metafile } = await build({
    ...nodeBundle,
    external,
    entryPoints: [entryPoint],
    outdir: dirname(outfile),
    entryNames: parse(outfile).name,
  });
  return summed(metafile);
}

function summed(metafile: Metafile): LambdaBundle {
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  return { bytes, metafile };
}
