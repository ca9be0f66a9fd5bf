import { defineConfig } from "vitest/config";

/** What `npm run test:browser` runs. */
export default defineConfig({
  test: {
    include: ["test/browser/**/*.browser.ts"],
    globalSetup: ["test/support/global-setup.ts", "test/browser/support/build-pages.ts"],
    maxWorkers: 2,
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
