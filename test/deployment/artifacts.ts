import { join } from "node:path";
import { bundleLambda } from "../../scripts/lambda-bundle.ts";

/** What is deployed as one function. */
export interface Artifact {
  /** The folder that becomes the function's task root. */
  directory: string;
  /** `file.export`, as Lambda's configuration names it. */
  handler: string;
}

// Inside the repository, so that the bundle finds the native hasher that stands beside it in Lambda.
const builds = new URL("../../node_modules/.artifacts/", import.meta.url).pathname;

/** Builds a function of the deployment. */
export async function artifact(name: "Api"): Promise<Artifact> {
  const directory = join(builds, name);
  await bundleLambda(join(directory, "lambda.mjs"));
  return { directory, handler: "lambda.handler" };
}
