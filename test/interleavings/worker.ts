import { parentPort } from "node:worker_threads";
import { check } from "./check.ts";
import type { JobDone } from "./jobs.ts";
import { benchFor } from "./scenario.ts";
import { everything } from "./scenarios.ts";
import { createWorld } from "./world.ts";

/* Checks one scenario after the other, as they are sent: by their places in `everything`. */

const world = await createWorld();
const bench = benchFor(world);
const unkept = benchFor(world, { lacksUnique: true });

parentPort?.on("message", async (index: number) => {
  const scenario = everything[index];
  if (!scenario) return;
  const start = performance.now();
  const report = await check(scenario.defect?.lacksUnique ? unkept : bench, scenario);
  parentPort?.postMessage({ index, report, milliseconds: performance.now() - start } satisfies JobDone);
});
parentPort?.postMessage(null);
