import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { clearUp } from "./leftovers.ts";
import { endProgress, progressOf, timeNeeded } from "./progress.ts";
import { describeMachine } from "./report/machine.ts";
import { asText } from "./report/terminal.ts";
import { writePage } from "./report/write.ts";
import { isWithinBounds, type Scenario } from "./scenario.ts";

const usage = `Usage: npm run bench [-- [--write] [NAME ...]]

Measures what is named; without a name everything, and then writes docs/benchmarks.

  --write     Write the pages of what is named, too.
  --list      The names, one a line.
  -h, --help  This text.

Exits with 1 when something fails or an exact figure is beyond its bound, with 2 when it does not understand. Times are
told, not judged: those that miss their bounds are marked. What needs a database is skipped where MONGODB_URI is not set.
`;

async function main(args: string[]): Promise<number> {
  const scenarios = await loadScenarios();
  const { values, positionals } = parse(args);
  if (values.help) return print(`${usage}\n${describe(scenarios)}`);
  if (values.list) return print(scenarios.map(({ name }) => `${name}\n`).join(""));
  const unknown = positionals.filter((wanted) => !scenarios.some(({ name }) => name === wanted));
  if (unknown.length > 0)
    throw new UsageError(
      `There is no ${unknown.join(" and no ")}. There is ${scenarios.map(({ name }) => name).join(", ")}.`,
    );
  const chosen = scenarios.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const available = chosen.filter(isAvailable);
  if (available.length === 0) return 0;
  return measure(available, values.write || positionals.length === 0);
}

async function measure(scenarios: readonly Scenario[], writes: boolean): Promise<number> {
  console.log(timeNeeded(scenarios));
  const machine = writes ? await describeMachine() : [];
  let exitCode = 0;
  for (const [at, scenario] of scenarios.entries()) {
    if (isInterrupted) break;
    const { name, title, measure } = scenario;
    console.log(`\n${name}: ${title}`);
    try {
      const result = await measure(progressOf(scenarios, at));
      endProgress();
      console.log(asText(result));
      if (writes) writePage(scenario, result, machine);
      if (result.ratios.some((ratio) => ratio.isExact && !isWithinBounds(ratio))) exitCode = 1;
    } catch (error) {
      exitCode = 1;
      if (isInterrupted) break;
      endProgress();
      console.error(`${name} failed: ${(error as Error).stack}`);
    }
  }
  return exitCode;
}

function isAvailable({ name, unavailable }: Scenario): boolean {
  const reason = unavailable?.() ?? null;
  if (reason !== null) console.log(`${name} is skipped: ${reason}.`);
  return reason === null;
}

async function loadScenarios(): Promise<Scenario[]> {
  const files = readdirSync(join(import.meta.dirname, "scenarios")).sort();
  const modules = files.map((file) => import(`./scenarios/${file}`) as Promise<{ scenario: Scenario }>);
  const scenarios = (await Promise.all(modules)).map(({ scenario }) => scenario);
  return scenarios.sort((a, b) => Number(Boolean(a.after)) - Number(Boolean(b.after)));
}

function describe(scenarios: Scenario[]): string {
  const width = Math.max(...scenarios.map(({ name }) => name.length)) + 2;
  return scenarios.map(({ name, about }) => `  ${name.padEnd(width)}${about}\n`).join("");
}

class UsageError extends Error {}

function parse(args: string[]) {
  try {
    const flag = { type: "boolean" } as const;
    const options = { help: { ...flag, short: "h" }, list: flag, write: flag } as const;
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

/** As a shell tells of a process that a signal has ended. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const;

/** What is under way then fails, as its processes end, and nothing else is begun. */
let isInterrupted = false;

for (const [signal, code] of Object.entries(codes)) {
  process.once(signal, () => {
    isInterrupted = true;
    endProgress();
    clearUp().finally(() => process.exit(code));
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  if (error instanceof UsageError) console.error(`\n${usage}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
} finally {
  await clearUp();
}
