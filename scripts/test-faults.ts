import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

/*
 * Faults and load (test/faults): the short form that CI runs, or with `--long` the one with more rounds and more time.
 * Names pick files: `npm run test:faults -- disk`.
 */

const { values, positionals } = parseArgs({ options: { long: { type: "boolean" } }, allowPositionals: true });
const env = { ...process.env, ...(values.long && { FAULTS: "long" }) };
const args = ["run", "--config", "vitest.faults.config.ts", ...positionals];
const { status } = spawnSync("vitest", args, { stdio: "inherit", env });
process.exit(status ?? 1);
