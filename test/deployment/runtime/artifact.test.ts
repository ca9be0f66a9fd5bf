import { globSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, it, onTestFinished } from "vitest";
import { bundleLambda } from "../../../scripts/lambda-bundle.ts";
import { invokeBundle } from "../../support/bundle-process.ts";
import type { Artifact } from "../deployment.ts";
import { deployed } from "./api.ts";

const { directory } = inject("production").artifacts.Api as Artifact;

it("what SST has built answers without loading what only a database needs", () => {
  const { answers, loaded } = invokeBundle(join(directory, "bundle.mjs"), deployed, [{ path: "/health" }]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200]);
  expect(loaded).toContain("NativeModule crypto");
  expect(loaded.filter((name) => name === "NativeModule dns")).toEqual([]);
});

it("what SST has built is as large as what the benchmarks build", async () => {
  const files = globSync("*.mjs", { cwd: directory });
  const size = files.reduce((sum, file) => sum + statSync(join(directory, file)).size, 0);
  const own = mkdtempSync(join(tmpdir(), "rollcall-"));
  onTestFinished(() => rmSync(own, { recursive: true, force: true }));
  const { bytes } = await bundleLambda(join(own, "lambda.mjs"));
  expect(Math.abs(size - bytes) / bytes).toBeLessThan(0.01);
});

it("the hasher stands beside the bundle, built for the function's architecture", () => {
  const files = globSync("node_modules/@node-rs/argon2*/*.node", { cwd: directory });
  expect(files).toEqual([expect.stringMatching(/argon2-linux-arm64-gnu\/argon2\.linux-arm64-gnu\.node$/)]);
});
