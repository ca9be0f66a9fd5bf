import { spawnSync } from "node:child_process";
import { optionsOf } from "./options.ts";

const usage = `Usage: npm run test:faults [-- [--long] [NAME ...]]

Faults and load on real processes: all files of test/faults, or those with one of the names in theirs, such as disk.

  --long      More rounds and more time than CI has.
  -h, --help  This text.
`;

const config = { options: { long: { type: "boolean" } }, allowPositionals: true } as const;
const { values, positionals } = optionsOf(usage, config);
const env = { ...process.env, ...(values.long && { FAULTS: "long" }) };
const args = ["run", "--config", "vitest.faults.config.ts", ...positionals];
const { status } = spawnSync("vitest", args, { stdio: "inherit", env });
process.exit(status ?? 1);
