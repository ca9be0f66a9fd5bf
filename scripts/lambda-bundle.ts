import { copyFileSync, statSync } from "node:fs";
import { basename, dirname, join, parse, relative } from "node:path";
import { build, type Metafile } from "esbuild";
import { addLeanPackages, leanPackages } from "./lean-packages/main.ts";
import { commonWords, nodeBundle } from "./node-bundle.ts";
import { startFiles } from "./start-files.ts";

export interface LambdaBundle {
  /** All of its files, in bytes. */
  bytes: number;
  /** Those that are loaded before the first request: what the entry point imports, also where it waits for that. */
  startBytes: number;
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

/** Bundles a Lambda function as the deployment does, into `outfile`, and what it needs beside it. Only the native hasher is missing. */
export async function bundleLambda(
  outfile: string,
  name: (typeof lambdaFunctions)[number] = "api",
): Promise<LambdaBundle> {
  const source = join(import.meta.dirname, "../packages/functions/src/lambda", `${name}.ts`);
  const { metafile } = await bundleFunction(source, outfile, [...nodeBundle.external, ...leanPackages]);
  const beside = await addLeanPackages(dirname(outfile), name === "api");
  const inputs = Object.assign({}, metafile.inputs, ...beside.map((lean) => lean.inputs));
  const outputs = Object.assign({}, metafile.outputs, ...beside.map((lean) => lean.outputs));
  const { bytes, ...bundle } = summed({ inputs, outputs }, outfile);
  if (name !== "api") return { bytes, ...bundle };
  copyFileSync(commonWords, join(dirname(outfile), basename(commonWords)));
  return { bytes: bytes + statSync(commonWords).size, ...bundle };
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
  return summed(metafile, outfile);
}

function summed(metafile: Metafile, outfile: string): LambdaBundle {
  const { outputs } = metafile;
  const sum = (paths: Iterable<string>) => [...paths].reduce((bytes, path) => bytes + (outputs[path]?.bytes ?? 0), 0);
  const entry = relative(nodeBundle.absWorkingDir, outfile).replaceAll("\\", "/");
  // Its own `await import`s are part of the start.
  const awaited = (outputs[entry]?.imports ?? []).filter(
    ({ kind, external }) => kind === "dynamic-import" && !external,
  );
  const atStart = startFiles(outputs, entry, ...awaited.map(({ path }) => path));
  return { bytes: sum(Object.keys(outputs)), startBytes: sum(atStart), metafile };
}
