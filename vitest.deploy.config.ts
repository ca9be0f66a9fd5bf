import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { longestFirst } from "./test/support/longest-first.ts";

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
    sequence: {
      sequencer: longestFirst(/\/(connections|tls-connections|wrong-settings|stage-files|collections)\.test\.ts$/),
    },
    // Most files wait for processes of their own, or for time to pass, most of the time.
    maxWorkers: availableParallelism() + 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
