import { areIndependent, type Call, type Done } from "./calls.ts";
import type { Choose } from "./schedule.ts";

/** One place of a schedule where there is something to choose. */
interface Place {
  /** All that waits there. */
  waiting: readonly Call[];
  /** The calls that may come next. */
  options: readonly Call[];
  /** Which of them is taken; those before it have been. */
  taken: number;
  /** Calls that need not come next: with them next nothing comes out that was not met before. */
  asleep: readonly Call[];
  /** Calls after whose answer their task does nothing but wait for what it has asked for beside them. */
  quiet: Set<string>;
}

export interface ExplorationOptions {
  /** Whether orders are left out that differ in calls alone that do not touch each other. */
  isReduced?: boolean;
  /** Whether it matters in which order calls are carried out that a task makes side by side, as where it dies after some of them. */
  isCounted?: boolean;
}

/**
 * Calls `run` once for every order in which the calls of its tasks can be carried out, or, reduced, for one of those that come to the
 * same. See docs/decisions/0045-every-interleaving.md for why nothing is missed.
 * @param visit is told of each schedule that came to its end, with the choices that lead to it, and says whether to go on
 * @returns how many there were
 */
export async function explore<R>(
  run: (choose: Choose) => Promise<R | null>,
  visit: (run: R, choices: number[]) => Promise<boolean>,
  { isReduced = true, isCounted = false }: ExplorationOptions = {},
): Promise<number> {
  const path: Place[] = [];
  let schedules = 0;
  do {
    const choices: number[] = [];
    const outcome = await run((waiting, last) => {
      const before = path[choices.length - 1];
      if (before && last && !isCounted) noteQuiet(before, waiting, last);
      const place = path[choices.length] ?? openPlace(waiting, isReduced ? before : undefined);
      path[choices.length] = place;
      const choice = choiceAt(place, waiting);
      if (choice !== null) choices.push(choice);
      return choice;
    });
    if (outcome) {
      schedules++;
      if (!(await visit(outcome, choices))) break;
    }
  } while (advance(path));
  return schedules;
}

/** @returns null where all that waits sleeps */
function choiceAt({ options, taken }: Place, waiting: readonly Call[]): number | null {
  const call = options[taken];
  if (!call) return null;
  const choice = waiting.findIndex((other) => isSame(call, other));
  if (choice < 0) throw new Error(`The same order has led to other calls: ${nameOf(call)} is not waiting`);
  return choice;
}

function openPlace(waiting: readonly Call[], before: Place | undefined): Place {
  const asleep = asleepAfter(before);
  return {
    waiting,
    options: waiting.filter((call) => !asleep.some((other) => isSame(call, other))),
    taken: 0,
    asleep,
    quiet: new Set(before?.quiet),
  };
}

/** What sleeps after the call that is taken at a place: what slept, or was taken there before, and can change places with it. */
function asleepAfter(place: Place | undefined): Call[] {
  const taken = place?.options[place.taken];
  if (!place || !taken) return [];
  const isQuiet = (call: Call) => place.quiet.has(nameOf(call));
  const known = [...place.asleep, ...place.options.slice(0, place.taken)];
  return known.filter(
    (call) => areIndependent(call, taken) && (call.task !== taken.task || (isQuiet(call) && isQuiet(taken))),
  );
}

/** Notes of the call that was taken whether its task has made no other one since, and waits for one still. */
function noteQuiet({ waiting, options, taken, quiet }: Place, now: readonly Call[], last: Done): void {
  const call = options[taken] as Call;
  const ofTask = ({ task }: Call) => task === call.task;
  const left = waiting.filter((other) => ofTask(other) && !isSame(other, call));
  const isQuiet = last.error === undefined && left.length > 0 && now.filter(ofTask).length === left.length;
  if (isQuiet && left.every((other) => now.some((each) => isSame(each, other)))) quiet.add(nameOf(call));
}

/** Goes on to the next order. @returns false after the last one */
function advance(path: Place[]): boolean {
  for (let last = path.at(-1); last; last = path.at(-1)) {
    last.taken++;
    if (last.taken < last.options.length) return true;
    path.pop();
  }
  return false;
}

const isSame = (one: Call, other: Call) => one.task === other.task && one.number === other.number;

const nameOf = ({ task, number, collection, method }: Call) =>
  `call ${number} of task ${task} (${collection}.${method})`;
