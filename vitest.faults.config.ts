import { defineConfig } from "vitest/config";

const limits = { testTimeout: 900_000, hookTimeout: 20_000 };

/**
 * What `npm run test:faults` runs: first, side by side, what mostly waits; then one file after the other, so that the load is
 * one test's alone.
 */
export default defineConfig({
  test: {
    // Each project adds its own to this.
    include: [],
    globalSetup: ["test/support/global-setup.ts"],
    reporters: ["default", "./test/support/forms-reporter.ts"],
    projects: [
      {
        test: {
          name: "faults",
          include: ["test/faults/*.faults.ts"],
          maxWorkers: 12,
          sequence: { groupOrder: 0 },
          ...limits,
        },
      },
      {
        test: {
          name: "load",
          include: ["test/faults/*.load.ts"],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          ...limits,
        },
      },
    ],
  },
});
