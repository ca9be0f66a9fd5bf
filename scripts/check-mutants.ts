import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import type { Mutant } from "../test/mutants/mutant.ts";
import { missingTexts, mutants, nameOf } from "../test/mutants/mutants.ts";
import { misused, optionsOf } from "./options.ts";

const usage = `Usage: npm run check:mutants [-- --only TEXT]

Whether the tests of the way into an account see each of the faults in test/mutants, one at a time.

  --only TEXT   Those with it in their names.
  -h, --help    This text.
`;

const { values } = optionsOf(usage, { options: { only: { type: "string", default: "" } } });

interface Run {
  isPassed: boolean;
  /** The test that has failed, where one has. */
  failed: string | undefined;
  output: string;
}

/** Runs tests on the embedded database, with a mutant or without. */
function run(tests: readonly string[], mutant?: Mutant): Promise<Run> {
  const { MONGODB_URI: _, ...env } = process.env;
  const child = spawn("vitest", ["run", "--config", "vitest.mutants.config.ts", "--reporter", "tap-flat", ...tests], {
    env: { ...env, ...(mutant && { MUTANT: nameOf(mutant) }), MONGOMS_SYSTEM_BINARY: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const [, failed] = /^not ok \d+ - (.*?)(?: # .*)?\n +---\n/m.exec(output) ?? [];
      resolve({ isPassed: code === 0, failed, output });
    });
  });
}

/** @returns what is wrong with it, or null where a test sees it */
async function survives(mutant: Mutant): Promise<string | null> {
  const { isPassed, failed, output } = await run(mutant.tests, mutant);
  if (isPassed) return `${nameOf(mutant)}: NOT SEEN`;
  if (!failed) return `${nameOf(mutant)}: cannot be tested:\n${output}`;
  console.log(`${nameOf(mutant)}: seen by "${failed}"`);
  return null;
}

async function main(): Promise<boolean> {
  const missing = missingTexts();
  if (missing.length > 0) {
    console.error(missing.join("\n"));
    return false;
  }
  const chosen = mutants.filter((mutant) => nameOf(mutant).includes(values.only));
  if (chosen.length === 0) misused(`No mutant has "${values.only}" in its name.`, usage);
  const start = performance.now();
  const sound = await run([...new Set(chosen.flatMap(({ tests }) => tests))]);
  if (!sound.isPassed) {
    console.error(`Without a mutant the tests fail:\n${sound.output}`);
    return false;
  }
  const waiting = [...chosen];
  const problems: string[] = [];
  const work = async () => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const problem = await survives(mutant);
      if (problem) problems.push(problem);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const seconds = Math.round((performance.now() - start) / 1_000);
  console.log(`${chosen.length - problems.length} of ${chosen.length} mutants are seen, in ${seconds} seconds`);
  for (const problem of problems) console.error(problem);
  return problems.length === 0;
}

process.exitCode = (await main()) ? 0 : 1;
