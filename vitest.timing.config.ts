import { defineConfig } from "vitest/config";

const limits = { testTimeout: 120_000, hookTimeout: 20_000 };

/**
 * What `npm run check:timing` runs: first, side by side, what does little but wait for time to pass; then one file after
 * the other, so that nothing but the service takes the time.
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
          name: "waiting",
          include: ["test/timing/waiting/*.timing.ts"],
          maxWorkers: 8,
          sequence: { groupOrder: 0 },
          ...limits,
        },
      },
      {
        test: {
          name: "working",
          include: ["test/timing/*.timing.ts"],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          ...limits,
        },
      },
    ],
  },
});
