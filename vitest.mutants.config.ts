import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import type { Mutant } from "./test/mutants/mutant.ts";
import { mutantNamed, mutated } from "./test/mutants/mutants.ts";

/** Puts one thing wrong. Nothing of it is kept for later runs. */
function mutating(mutant: Mutant): Plugin {
  const file = fileURLToPath(new URL(mutant.file, import.meta.url));
  const isFile = (id: string) => id.split("?")[0] === file;
  return {
    name: "mutating",
    enforce: "pre",
    transform: (source, id) => (isFile(id) ? { code: mutated(source, mutant), map: null } : null),
    configureVitest({ defineCacheKeyGenerator }) {
      defineCacheKeyGenerator(({ id }) => (isFile(id) ? false : undefined));
    },
  };
}

/** What `npm run check:mutants` runs for each mutant: a few tests, with one thing wrong in what they import. */
export default defineConfig({
  plugins: process.env.MUTANT ? [mutating(mutantNamed(process.env.MUTANT))] : [],
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    isolate: false,
    bail: 1,
    // Mutants run side by side, each in a process of its own.
    maxWorkers: 1,
    testTimeout: 15_000,
  },
});
