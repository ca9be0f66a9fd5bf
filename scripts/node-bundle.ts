import { join } from "node:path";
import type { BuildOptions } from "esbuild";

/** How everything is bundled that runs on Node: the functions, as SST does it (infra/function.ts), and the server. */
export const nodeBundle = {
  absWorkingDir: join(import.meta.dirname, ".."),
  bundle: true,
  splitting: true,
  minify: true,
  metafile: true,
  platform: "node",
  format: "esm",
  target: "node24",
  mainFields: ["module", "main"],
  outExtension: { ".js": ".mjs" },
  treeShaking: true,
  // Native code is put beside the bundle.
  external: ["@node-rs/argon2"],
  banner: {
    js: 'import { createRequire as topLevelCreateRequire } from "module";const require = topLevelCreateRequire(import.meta.url);',
  },
  logLevel: "silent",
} satisfies BuildOptions;

/** What a bundle that sets passwords reads from the folder of its chunks. */
export const commonWords = join(import.meta.dirname, "../packages/core/src/password/common-words.br");
