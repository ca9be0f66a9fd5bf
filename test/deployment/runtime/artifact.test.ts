import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, inject, it, onTestFinished } from "vitest";
import { bundleLambda } from "../../../scripts/lambda-bundle.ts";
import { functionUrlEvent } from "../../support/function-url-event.ts";
import type { Artifact } from "../deployment.ts";
import { deployed } from "./api.ts";

const { directory } = inject("production").artifacts.Api as Artifact;

it("what SST has built answers without loading Node's Fetch or what only a database needs", () => {
  const script = `
    const { handler } = await import(${JSON.stringify(pathToFileURL(join(directory, "bundle.mjs")).href)});
    const event = ${JSON.stringify(functionUrlEvent({ path: "/health" }))};
    const { statusCode } = await handler(event, { getRemainingTimeInMillis: () => 20_000 });
    process.stdout.write("\\n" + JSON.stringify({ statusCode, loaded: process.moduleLoadList }));
    process.exit(0);`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, ...deployed },
  });
  const { statusCode, loaded } = JSON.parse(stdout.split("\n").at(-1) as string);
  expect(statusCode).toBe(200);
  expect(loaded.filter((name: string) => /undici|tls/.test(name))).toEqual([]);
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
