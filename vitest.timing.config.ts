import { defineConfig } from "vitest/config";

/** What `npm run check:timing` runs: one file after the other, so that nothing but the service takes the time. */
export default defineConfig({
  test: {
    include: ["test/timing/*.timing.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    reporters: ["default", "./test/support/forms-reporter.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 20_000,
  },
});
