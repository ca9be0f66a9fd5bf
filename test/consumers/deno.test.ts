import { expect, it } from "vitest";
import { startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { install } from "./consumer.ts";

it("Deno accepts its types and runs it (Q205)", async ({ skip }) => {
  const consumer = await install("test/consumers/deno");
  if (!consumer) return skip("no registry");
  const { url } = await startLocalServer({ cwd: temporaryDirectory() });
  expect(await consumer.npx("deno", "run", "--check", "--allow-net", "main.ts", url)).toBe("ok\n200 string\n");
});
