import type { TestProject } from "vitest/node";
import { installRuntimeClient } from "../../../scripts/runtime-client.ts";
import { type Artifact, artifact } from "../artifacts.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The API as it is deployed. */
    api: Artifact;
  }
}

/** Has ready, once for all files, what is deployed and what it runs under. */
export default async function setup(project: TestProject): Promise<void> {
  await installRuntimeClient();
  project.provide("api", await artifact("Api"));
  if (!project.getProvidedContext().mongodbUri) {
    console.warn("MONGODB_URI is not set and no mongod was found: what needs a database is SKIPPED.");
  }
}
