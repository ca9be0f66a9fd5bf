import type { TestProject } from "vitest/node";
import { installRuntimeClient } from "../../../scripts/runtime-client.ts";

/** Has ready, once for all files, what the deployed functions run under. */
export default async function setup(project: TestProject): Promise<void> {
  await installRuntimeClient();
  if (!project.getProvidedContext().mongodbUri) {
    console.warn("MONGODB_URI is not set and no mongod was found: what needs a database is SKIPPED.");
  }
}
