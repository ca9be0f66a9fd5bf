import { expect, it } from "vitest";
import { install } from "./consumer.ts";

it("Jest requires it as it is set up by default, and imports it (Q205)", async ({ skip }) => {
  const consumer = await install("test/consumers/jest");
  if (!consumer) return skip("no registry");
  const { npx, directory } = consumer;
  await expect(npx("jest", "required")).resolves.toBeDefined();
  const modules = ["--experimental-vm-modules", `${directory}/node_modules/jest/bin/jest.js`];
  await expect(npx("node", ...modules, "--testMatch", "**/*.test.mjs")).resolves.toBeDefined();
});
