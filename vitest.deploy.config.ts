import { defineConfig } from "vitest/config";

/** What `npm run check:deploy` runs, with what it installs. */
export default defineConfig({
  test: {
    include: ["test/deployment/**/*.test.ts"],
    testTimeout: 60_000,
  },
});
