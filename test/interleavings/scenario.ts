import { type Database, definitions } from "@rollcall/core";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import type { Defect } from "./defects.ts";
import { outcomeOf } from "./outcome.ts";
import { beginning, settableClock, startProcess } from "./process.ts";
import type { Mailbox } from "./relay.ts";
import { type Choose, type Fault, runSchedule, type Task } from "./schedule.ts";
import { type Verb, type VerbName, verbs } from "./verbs.ts";
import { createWorld, restore, sessionsPerAccount, takeSnapshot, type World } from "./world.ts";

/** Where schedules are run, one after the other. */
export interface Bench {
  world: World;
  database: Database;
}

export const openBench = async (): Promise<Bench> => benchFor(await createWorld());

/** @param lacksUnique of a database that lets two documents have what only one should */
export function benchFor(world: World, { lacksUnique = false } = {}): Bench {
  const unkept = definitions.map((each) => ({ ...each, indexes: each.indexes.filter(({ unique }) => !unique) }));
  return { world, database: openEmbeddedDatabase({ definitions: lacksUnique ? unkept : definitions }) };
}

/** Verbs that run at the same time, each in a process of its own. */
export interface Scenario {
  verbs: readonly VerbName[];
  /** What is wrong with each of them, where that is to be found. */
  defect?: Defect;
}

export const nameOf = ({ verbs, defect }: Scenario): string =>
  verbs.join(" & ") + (defect ? ` with ${defect.name}` : "");

/** Names a schedule: its scenario, what goes wrong, and which of the calls that wait is carried out each time. */
export function toScheduleName(scenario: Scenario, fault: Fault | null, choices: readonly number[]): string {
  return `${nameOf(scenario)} / ${fault ? `${fault.kind} ${fault.task} ${fault.call}` : "none"} / ${choices.join(" ")}`;
}

/** The verbs' names, with a number where one is there twice. */
export function namesOf({ verbs }: Scenario): string[] {
  return verbs.map((name, index) => {
    const before = verbs.slice(0, index).filter((other) => other === name).length;
    return before > 0 ? `${name} ${before + 1}` : name;
  });
}

/** Milliseconds between the clocks of two processes. */
const skew = 7;

/** Runs a scenario's verbs once, from the beginning. @param only the tasks that do anything */
export async function runScenario(
  { world, database }: Bench,
  scenario: Scenario,
  { choose, fault = null, only }: { choose: Choose; fault?: Fault | null; only?: readonly number[] },
) {
  const names = namesOf(scenario);
  const mailbox: Mailbox = [];
  await restore(database, world.snapshot);
  const tasks = scenario.verbs.map((name, index): Task => {
    if (only && !only.includes(index)) return async () => undefined;
    const verb: Verb = verbs[name];
    const clock = settableClock(new Date(beginning.getTime() + index * skew));
    return (view) => {
      const process = {
        database: scenario.defect?.mutate(view) ?? view,
        clock,
        client: names[index] as string,
        settings: { sessionsPerAccount, ...verb.settings },
        ...(verb.as && { actor: world[verb.as].actor }),
        ...(verb.ip && { ip: verb.ip }),
      };
      return verb.act(startProcess(process), world, mailbox);
    };
  });
  const run = await runSchedule(database, tasks, choose, fault);
  return run && outcomeOf(run, { world, names, mailbox, stored: await takeSnapshot(database) });
}
