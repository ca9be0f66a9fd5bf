import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { ResourceState } from "./checkpoint.ts";
import { type Mocks, recordingMonitor } from "./monitor.ts";
import { lookUp, makeResource } from "./provider.ts";

/*
 * Runs the program that the SST CLI built, as Pulumi's language host does. The Pulumi SDK is the one that SST installed,
 * so only what is used of it is typed here.
 */

interface PulumiSdk {
  runtime: {
    setMocks(mocks: Mocks, project: string, stack: string, preview: boolean, organization: string): Promise<void>;
    setAllConfig(config: Record<string, string>): void;
    runInPulumiStack(init: () => Promise<unknown>): Promise<unknown>;
  };
}

export interface Program {
  /** The program's file. */
  main: string;
  project: string;
  stack: string;
  /** Configuration of the providers, such as `aws:region`. */
  config: Record<string, string>;
}

export interface Outcome {
  /** Everything that was registered, also before a failure. */
  resources: ResourceState[];
  /** What the program threw first. */
  error?: unknown;
}

/** Resolves when nothing is left to do, or something has failed. */
export async function runProgram({ main, project, stack, config }: Program): Promise<Outcome> {
  const require = createRequire(main);
  const pulumi: PulumiSdk = require("@pulumi/pulumi");
  const region = config["aws:region"] ?? "us-east-1";
  const resources: ResourceState[] = [];
  const mocks: Mocks = {
    newResource: (registration) => makeResource(registration, region),
    call: ({ token, inputs }) => lookUp(token, inputs, region),
  };
  await pulumi.runtime.setMocks(mocks, project, stack, false, "organization");
  const monitor = recordingMonitor(require, mocks, `urn:pulumi:${stack}::${project}::`, resources);
  require("@pulumi/pulumi/runtime/settings").setMockOptions(monitor, project, stack, false, "organization");
  pulumi.runtime.setAllConfig(config);
  try {
    await untilIdle(() =>
      pulumi.runtime.runInPulumiStack(async () => (await import(pathToFileURL(main).href)).default),
    );
    return { resources };
  } catch (error) {
    return { resources, error };
  }
}

/** What a program has started may register more after it has returned, so it ends when nothing is awaited any more. */
function untilIdle(run: () => Promise<unknown>): Promise<void> {
  let hasReturned = false;
  return new Promise((resolve, reject) => {
    // One failure often brings others with it; the first is the one that counts.
    process.on("unhandledRejection", reject);
    process.on("uncaughtException", reject);
    process.once("beforeExit", () => (hasReturned ? resolve() : reject(new Error("The program waits for nothing"))));
    run().then(() => {
      hasReturned = true;
    }, reject);
  });
}
