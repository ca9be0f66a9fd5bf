import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, inject, it, onTestFinished } from "vitest";
import { bundleLambda } from "../../../scripts/lambda-bundle.ts";
import { commonWords } from "../../../scripts/node-bundle.ts";
import { invokeBundle } from "../../support/bundle-process.ts";
import type { Artifact } from "../deployment.ts";
import { deployed } from "./api.ts";

const { directory } = inject("production").artifacts.Api as Artifact;

/** Bytes of code, without what SST writes above and below it in each of the parts, of which there are many. */
function codeIn(folder: string): number {
  const files = globSync("{,node_modules/mongodb/}*.mjs", { cwd: folder }).map((file) =>
    readFileSync(join(folder, file), "utf8"),
  );
  const code = files.map((text) =>
    text.replace(/^(?:.*topLevel.*\n)+/, "").replace(/\/\/# sourceMappingURL=.*\n?$/, ""),
  );
  return code.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

it("what SST has built answers without loading what only a database needs", () => {
  const { answers, loaded } = invokeBundle(join(directory, "bundle.mjs"), deployed, [{ path: "/health" }]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200]);
  expect(loaded).toContain("NativeModule crypto");
  expect(loaded.filter((name) => name === "NativeModule dns")).toEqual([]);
});

it("what SST has built is as large as what the benchmarks build", async () => {
  const own = mkdtempSync(join(tmpdir(), "rollcall-"));
  onTestFinished(() => rmSync(own, { recursive: true, force: true }));
  await bundleLambda(join(own, "lambda.mjs"));
  const bytes = codeIn(own);
  expect(Math.abs(codeIn(directory) - bytes) / bytes).toBeLessThan(0.01);
});

it("the common passwords stand beside the bundle", () => {
  expect(readFileSync(join(directory, basename(commonWords)))).toEqual(readFileSync(commonWords));
});

it("the hasher stands beside the bundle, built for the function's architecture", () => {
  const files = globSync("node_modules/@node-rs/argon2*/*.node", { cwd: directory });
  expect(files).toEqual([expect.stringMatching(/argon2-linux-arm64-gnu\/argon2\.linux-arm64-gnu\.node$/)]);
});
