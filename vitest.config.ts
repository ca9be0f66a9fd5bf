import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";
import { longestFirst } from "./test/support/longest-first.ts";
import { systemTests } from "./vitest.system.config.ts";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    // Run by configurations of their own.
    exclude: [...configDefaults.exclude, ...systemTests, "test/deployment/**", "test/consumers/**"],
    // Each test starts what it needs; to load the whole application for each file would take half of the time.
    isolate: false,
    sequence: {
      sequencer: longestFirst(/\/(connections|injection|selection|mongodb|guesses|at-once)\.test\.ts$/),
    },
    globalSetup: ["test/support/global-setup.ts"],
    reporters: ["default", "./test/support/forms-reporter.ts"],
    // Several files wait for processes of their own most of the time.
    maxWorkers: availableParallelism() + 1,
    // What is waited for comes when the machine has time for it.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
