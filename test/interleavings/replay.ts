import { inspect } from "node:util";
import { judge } from "./check.ts";
import type { Outcome } from "./outcome.ts";
import { type Bench, benchFor, nameOf, runScenario } from "./scenario.ts";
import { everything } from "./scenarios.ts";
import type { Fault } from "./schedule.ts";
import { explainBySerialRuns } from "./serial.ts";
import { createWorld } from "./world.ts";

/** The inverse of {@link toScheduleName}; undefined where there is no such schedule. */
export function readScheduleName(name: string) {
  const [title = "", what = "", order = ""] = name.split(" / ");
  const scenario = everything.find((each) => nameOf(each) === title);
  const [, kind, task, call] = /^(death|lost|unsent) (\d+) (\d+)$/.exec(what) ?? [];
  if (!scenario || !(kind || what === "none") || !/^\d+( \d+)*$/.test(order)) return undefined;
  const fault = kind ? ({ kind, task: Number(task), call: Number(call) } as Fault) : null;
  return { scenario, fault, choices: order.split(" ").map(Number) };
}

type Schedule = NonNullable<ReturnType<typeof readScheduleName>>;

/**
 * Runs a schedule once more, and prints its calls and what does not hold after them.
 * @param wire where else than on the embedded database
 * @returns whether all holds
 */
export async function replay({ scenario, fault, choices }: Schedule, wire?: Bench): Promise<boolean> {
  const embedded = benchFor(await createWorld(), scenario.defect);
  const explain = await explainBySerialRuns(embedded, scenario);
  const bench = wire ?? embedded;
  const left = [...choices];
  const outcome = await runScenario(bench, scenario, { choose: () => left.shift() ?? 0, fault });
  if (!outcome) throw new Error("The schedule was given up");
  print(outcome);
  const problems = await judge(bench, outcome, fault, explain);
  for (const { invariant, problem } of problems) console.log(`\n! ${invariant}: ${problem}`);
  return problems.length === 0;
}

function print({ done, endings, names }: Outcome): void {
  const show = (value: unknown) => inspect(value, { depth: 6, breakLength: 120 });
  for (const { task, number, collection, method, args, answer, error } of done) {
    console.log(`\n${names[task]}, call ${number}: ${collection}.${method}`, ...args.map(show));
    console.log(`  → ${show(error ?? answer)}`);
  }
  for (const [task, ending] of endings.entries()) console.log(`\n${names[task]} has come to ${show(ending)}`);
}
