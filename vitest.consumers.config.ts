import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** What `npm run check:consumers` runs: the packed client, as those use it who install it. */
export default defineConfig({
  test: {
    include: ["test/consumers/*.test.ts"],
    globalSetup: ["test/consumers/global-setup.ts"],
    reporters: ["verbose", "./test/support/forms-reporter.ts"],
    // npm waits for the network, and compilers for each other's files.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
