import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

/*
 * The client's property test (test/client-model) with more runs than `npm test` has: 2,000, or `--runs`, half of them for
 * each transport. What a failure prints repeats it: `--seed`, `--path` and `--replay`.
 */

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { runs: { ...text, default: "2000" }, seed: text, path: text, replay: text } });
const { runs, seed, path, replay } = values;
if (!(Number(runs) >= 1)) {
  console.error(`--runs: expected a number of runs, and this is ${runs}`);
  process.exit(2);
}
const env = {
  ...process.env,
  MODEL_RUNS: String(Math.ceil(Number(runs) / 2)),
  ...(seed && { MODEL_SEED: seed }),
  ...(path && { MODEL_PATH: path }),
  ...(replay && { MODEL_REPLAY: replay }),
};
const { status } = spawnSync("vitest", ["run", "test/client-model"], { stdio: "inherit", env });
process.exit(status ?? 1);
