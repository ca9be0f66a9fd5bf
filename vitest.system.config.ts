import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { longestFirst } from "./test/support/longest-first.ts";

/** Whole programs as they are started, what meets in many rounds, and what is sent from long lists. */
export const systemTests = ["command-line", "corpora", "docs", "lambda", "life", "project", "races", "server"].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

/** What `npm run test:system` runs. */
export default defineConfig({
  test: {
    include: systemTests,
    globalSetup: ["test/support/global-setup.ts"],
    reporters: ["default", "./test/support/forms-reporter.ts"],
    isolate: false,
    sequence: {
      sequencer: longestFirst(/\/(idle-connections|naughty-strings|accounts|local|development|commands)\.test\.ts$/),
    },
    // Most files wait for processes of their own most of the time.
    maxWorkers: availableParallelism() + 2,
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
