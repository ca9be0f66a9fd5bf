import type { Outcome } from "./outcome.ts";
import { type Bench, runScenario, type Scenario } from "./scenario.ts";
import type { Fault } from "./schedule.ts";
import { type Summary, summaryOf } from "./summary.ts";

/** Whether a schedule has come to what its verbs come to one after the other, in some order. */
export type Explain = (outcome: Outcome, fault: Fault | null) => Explained;

export type Explained = Record<"one after the other" | "mails and events", string[]>;

/** Stands for the answer of a task that nobody heard. */
const unheard = "—";

/**
 * Runs a scenario's verbs one after the other, in each order, and without each of them. What was told to callers and what is stored
 * after any schedule has to be what one of these comes to. Where something went wrong with a verb, it has done all that it does, or nothing.
 */
export async function explainBySerialRuns(bench: Bench, scenario: Scenario): Promise<Explain> {
  const tasks = scenario.verbs.map((_, task) => task);
  const whole: Summary[] = [];
  for (const order of permutationsOf(tasks)) whole.push(await runInOrder(bench, scenario, order));
  const without = new Map<number, Summary[]>();
  for (const task of tasks) {
    const rest: Summary[] = [];
    for (const order of permutationsOf(tasks.filter((other) => other !== task)))
      rest.push(await runInOrder(bench, scenario, order));
    without.set(task, rest);
  }
  return (outcome, fault) => {
    const expected = fault ? [...whole, ...(without.get(fault.task) ?? [])] : whole;
    const mask = ({ answers, ...rest }: Summary) => ({
      ...rest,
      answers: answers.map((answer, task) => (task === fault?.task ? unheard : answer)).join(", "),
    });
    const found = mask(summaryOf(outcome));
    const alike = expected.map(mask).filter(({ answers, state }) => answers === found.answers && state === found.state);
    const isTold = alike.length === 0 || alike.some(({ told }) => told === found.told);
    return {
      "one after the other":
        alike.length > 0 ? [] : [`no order of the verbs comes to this: ${found.answers}; ${found.state}`],
      "mails and events": isTold ? [] : [`what was done is not what is told: ${found.told}`],
    };
  };
}

async function runInOrder(bench: Bench, scenario: Scenario, order: readonly number[]): Promise<Summary> {
  const outcome = await runScenario(bench, scenario, {
    only: order,
    choose: (waiting) => {
      const places = waiting.map(({ task }) => order.indexOf(task));
      return places.indexOf(Math.min(...places));
    },
  });
  return summaryOf(outcome as Outcome);
}

export function permutationsOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutationsOf(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
