import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest, and most of it without a processor; what comes last would be waited for by nothing else. */
const first = /\/(connections|tls-connections|wrong-settings|stage-files|collections)\.test\.ts$/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { true: long = [], false: others = [] } = Object.groupBy(await super.sort(files), ({ moduleId }) =>
      first.test(moduleId) ? "true" : "false",
    );
    return [...long, ...others];
  }
}

/** What `npm run check:deploy` runs, with what it installs. */
export default defineConfig({
  test: {
    include: ["test/deployment/**/*.test.ts"],
    // The last lines say whether there was a MongoDB to test with.
    reporters: ["default", "./test/support/forms-reporter.ts"],
    globalSetup: [
      "test/support/global-setup.ts",
      "test/deployment/global-setup.ts",
      "test/deployment/runtime/global-setup.ts",
    ],
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // Most files wait for processes of their own, or for time to pass, most of the time.
    maxWorkers: availableParallelism() + 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
