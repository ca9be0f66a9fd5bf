import { expect, it } from "vitest";
import { install } from "./consumer.ts";

it("a service on Cloudflare Workers compiles with their types, is built, and runs under their runtime (Q205)", async ({
  skip,
}) => {
  const consumer = await install("examples/workers");
  if (!consumer) return skip("no registry");
  await consumer.npx("tsc");
  await consumer.npx("wrangler", "deploy", "--dry-run", "--outdir", "dist");
  expect(await consumer.npx("node", "--test")).toMatch(/pass 3\b[\s\S]*fail 0\b/);
});
