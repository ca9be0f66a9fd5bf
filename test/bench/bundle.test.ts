import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import budgets from "../../bench/budgets.json" with { type: "json" };
import { bundleLambda } from "../../scripts/lambda-bundle.ts";

it("the API's bundle is no larger than its budgets, in all and at the start", async () => {
  const directory = mkdtempSync(join(tmpdir(), "rollcall-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const { bytes, startBytes } = await bundleLambda(join(directory, "lambda.mjs"));
  expect(bytes).toBeLessThanOrEqual(budgets.bundle.bytes);
  expect(startBytes).toBeLessThanOrEqual(budgets.bundle.startBytes);
});
