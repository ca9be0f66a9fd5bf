import { readFileSync, writeFileSync } from "node:fs";
import { misused, optionsOf, wholeNumberOf } from "../../scripts/options.ts";
import { type JobDone, runJobs } from "./jobs.ts";
import { readScheduleName, replay } from "./replay.ts";
import { nameOf } from "./scenario.ts";
import { everything } from "./scenarios.ts";
import { openWireBench, sampleOnWire } from "./wire.ts";

const usage = `Usage: npm run check:interleavings [-- [--only TEXT] [--write] [--wire] [--samples N] [--seed N] [--replay NAME]]

Runs every schedule of every pair of verbs, and of some threes, and looks at what each comes to; and shows that faults that are
put into the verbs are found. docs/decisions/0045-every-interleaving.md tells how.

  --only TEXT    Only what has this in its name, such as "sign in".
  --write        Write down how many schedules there are.
  --samples N    How many are run on the server of MONGODB_URI as well: 100 unless given.
  --seed N       What chooses them.
  --wire         Nothing but these.
  --replay NAME  Run one schedule and print it call by call; with --wire on that server.
  -h, --help     This text.
`;

const { values } = optionsOf(usage, {
  options: {
    only: { type: "string", default: "" },
    replay: { type: "string" },
    wire: { type: "boolean", default: false },
    seed: { type: "string" },
    samples: { type: "string", default: "100" },
    write: { type: "boolean", default: false },
  },
});

/** How many schedules each scenario has: a verb that makes another call, or a scenario that does not run, changes that. */
const file = new URL("schedules.json", import.meta.url);
const expected = JSON.parse(readFileSync(file, "utf8")) as Record<string, number>;

const uri = process.env.MONGODB_URI;
const samples = wholeNumberOf("--samples", values.samples, usage, 1);
const seed = values.seed === undefined ? undefined : wholeNumberOf("--seed", values.seed, usage);
if (values.wire && !uri) misused("--wire wants a server: MONGODB_URI is not set.", usage);

async function main(): Promise<boolean> {
  const start = performance.now();
  const named = everything.map((scenario, index) => ({ name: nameOf(scenario), index, scenario }));
  const chosen = named.filter(({ name }) => name.includes(values.only));
  if (chosen.length === 0) misused(`Nothing has "${values.only}" in its name.`, usage);
  // The longest first, so that no thread is left with one at the end.
  const order = chosen.toSorted((a, b) => (expected[b.name] ?? 0) - (expected[a.name] ?? 0));
  const done: JobDone[] = [];
  const problems: string[] = [];
  const checked = values.wire
    ? undefined
    : runJobs(
        order.map(({ index }) => index),
        (job) => {
          done.push(job);
          problems.push(...look(job));
        },
      );
  const [sampled] = await Promise.all([sample(), checked]);
  problems.push(...sampled);
  const counts = Object.fromEntries(
    named.flatMap(({ name, index, scenario }) => {
      const job = done.find((each) => each.index === index);
      return job && !scenario.defect ? [[name, job.report.schedules]] : [];
    }),
  );
  const seconds = Math.round((performance.now() - start) / 1_000);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (!values.wire) console.log(`${total} schedules of ${Object.keys(counts).length} scenarios in ${seconds} seconds`);
  if (values.write) writeFileSync(file, `${JSON.stringify({ ...expected, ...counts }, null, 2)}\n`);
  for (const problem of problems) console.error(problem);
  return problems.length === 0;
}

/** Prints what has come of a scenario. @returns what is wrong with it */
function look({ index, report, milliseconds }: JobDone): string[] {
  const { name, orders, schedules, ends, findings } = report;
  const { defect } = everything[index] ?? {};
  const time = `${(milliseconds / 1_000).toFixed(1)} s`;
  if (defect) {
    const found = findings.find(({ invariant }) => invariant === defect.breaks);
    console.log(`${name}: ${found ? `found by "${found.invariant}"` : "NOT FOUND"}, ${time}`);
    return found ? [] : [`${name}: "${defect.breaks}" does not find it`];
  }
  console.log(`${name}: ${schedules} schedules, ${orders} of them whole, ${ends.length} ends, ${time}`);
  const isOther = !values.write && expected[name] !== schedules;
  return [
    ...findings.map(
      ({ invariant, problem, schedule }) => `\n${name}: ${invariant}: ${problem}\n  --replay "${schedule}"`,
    ),
    ...(isOther
      ? [`${name}: ${schedules} schedules, and ${expected[name]} were written down; --write where that is meant`]
      : []),
  ];
}

/** Where a server is: some schedules on it, beside the others. */
async function sample(): Promise<string[]> {
  if (!uri) console.log("MONGODB_URI is not set: no schedule is run on MongoDB");
  return uri ? sampleOnWire(uri, samples, seed) : [];
}

async function replayed(name: string): Promise<boolean> {
  const schedule = readScheduleName(name) ?? misused(`There is no such schedule: ${name}`, usage);
  if (!values.wire) return replay(schedule);
  const bench = await openWireBench(uri as string);
  return replay(schedule, bench).finally(bench.close);
}

const isFine = values.replay === undefined ? await main() : await replayed(values.replay);
process.exitCode = isFine ? 0 : 1;
