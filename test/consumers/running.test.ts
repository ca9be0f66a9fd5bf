import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { type Consumer, install } from "./consumer.ts";

const startService = async () => (await startLocalServer({ cwd: temporaryDirectory() })).url;

it.each([
  ["imports it", ["module.mjs"]],
  ["requires it", ["commonjs.cjs"]],
  ["requires it and is too old for ES modules there", ["--no-require-module", "commonjs.cjs"]],
])("Node %s, signs in and out, and loads what is loaded later (Q205)", async (_, args) => {
  const { npx } = (await install("test/consumers/node")) as Consumer;
  expect(await npx("node", ...args, await startService())).toBe("Ada\n200 string\n401\n");
});

it("Vite builds a page that signs in, and loads what is loaded later (Q205)", async () => {
  const { directory, npx } = (await install("test/consumers/vite")) as Consumer;
  await npx("vite", "build");
  const [script] = globSync(join(directory, "dist/assets/index-*.js"));
  await import(/* @vite-ignore */ pathToFileURL(script as string).href);
  const { page } = globalThis as unknown as { page: { register(baseUrl: string): Promise<string> } };
  expect(await page.register(await startService())).toBe("Ada 200 string");
});

it("the example for React passes its types, and Vite builds it (Q205)", async () => {
  const { npx } = (await install("examples/react")) as Consumer;
  expect(await npx("npm", "run", "build")).toMatch(/dist\/assets\/index-\S+\.js/);
});
