import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

/*
 * The client's property test (test/client-model) with more runs than `npm test` has: 2,000, or `--runs`, half of them for
 * each transport, or all for `--transport`. What a failure prints repeats it: `--seed`, `--path` and `--replay`, with its
 * transport.
 */

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: { runs: { ...text, default: "2000" }, transport: text, seed: text, path: text, replay: text },
});
const { runs, transport, path, replay } = values;
// CI does the same every time; by hand every run tries something else.
const seed = values.seed ?? (process.env.CI ? undefined : String(Math.floor(Math.random() * 2 ** 31)));
const env = {
  ...process.env,
  MODEL_RUNS: String(Math.ceil(Number(runs) / (transport ? 1 : 2))),
  ...(seed && { MODEL_SEED: seed }),
  ...(path && { MODEL_PATH: path }),
  ...(replay && { MODEL_REPLAY: replay }),
};
const tests = `test/client-model/${transport ?? ""}`;
const { status } = spawnSync("vitest", ["run", tests], { stdio: "inherit", env });
process.exit(status ?? 1);
