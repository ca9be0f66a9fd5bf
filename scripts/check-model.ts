import { spawnSync } from "node:child_process";
import { misused, optionsOf, wholeNumberOf } from "./options.ts";

const usage = `Usage: npm run check:model [-- [--runs N] [--transport NAME] [--seed N] [--path P] [--replay R]]

The client's property test (test/client-model) with more runs than npm test has.

  --runs N                 How many, half of them for each transport: 2000 unless given.
  --transport NAME         All of them for this one: body or cookie.
  --seed, --path, --replay What a failure has printed repeats it, with its transport.
  -h, --help               This text.
`;

const text = { type: "string" } as const;
const { values } = optionsOf(usage, {
  options: { runs: { ...text, default: "2000" }, transport: text, seed: text, path: text, replay: text },
});
const { transport, path, replay } = values;
const runs = wholeNumberOf("--runs", values.runs, usage, 1);
if (values.seed !== undefined) wholeNumberOf("--seed", values.seed, usage);
if (transport !== undefined && !["body", "cookie"].includes(transport))
  misused(`There is no transport "${transport}": it is body or cookie.`, usage);
// CI does the same every time; by hand every run tries something else.
const seed = values.seed ?? (process.env.CI ? undefined : String(Math.floor(Math.random() * 2 ** 31)));
const env = {
  ...process.env,
  MODEL_RUNS: String(Math.ceil(runs / (transport ? 1 : 2))),
  ...(seed && { MODEL_SEED: seed }),
  ...(path && { MODEL_PATH: path }),
  ...(replay && { MODEL_REPLAY: replay }),
};
const tests = `test/client-model/${transport ?? ""}`;
const { status } = spawnSync("vitest", ["run", tests], { stdio: "inherit", env });
process.exit(status ?? 1);
