import { areIndependent, type Call, type Choose } from "./schedule.ts";

/** One place of a schedule where there is something to choose. */
interface Place {
  /** The calls that may come next. */
  options: readonly Call[];
  /** Which of them is taken; those before it have been. */
  taken: number;
  /** Calls that wait, and that need not come next: with them next nothing comes out that was not met before. */
  asleep: readonly Call[];
}

export interface ExplorationOptions {
  /** Whether orders are left out that differ in calls alone that do not touch each other. */
  isReduced?: boolean;
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
  { isReduced = true }: ExplorationOptions = {},
): Promise<number> {
  const path: Place[] = [];
  const choices: number[] = [];
  let schedules = 0;
  do {
    choices.length = 0;
    const outcome = await run((waiting) => {
      const depth = choices.length;
      const place = path[depth] ?? openPlace(waiting, isReduced ? asleepAfter(path.at(-1)) : []);
      if (!path[depth]) path.push(place);
      const call = place.options[place.taken];
      if (!call) return null;
      const choice = waiting.findIndex((other) => isSame(call, other));
      if (choice < 0) throw new Error(`The same order has led to other calls: ${nameOf(call)} is not waiting`);
      choices.push(choice);
      return choice;
    });
    if (outcome) {
      schedules++;
      if (!(await visit(outcome, [...choices]))) break;
    }
  } while (advance(path));
  return schedules;
}

function openPlace(waiting: readonly Call[], asleep: readonly Call[]): Place {
  return { options: waiting.filter((call) => !asleep.some((other) => isSame(call, other))), taken: 0, asleep };
}

/** What sleeps after the call that is taken at a place: what slept, or was taken there before, and does not touch it. */
function asleepAfter(place: Place | undefined): Call[] {
  const taken = place?.options[place.taken];
  if (!place || !taken) return [];
  const known = [...place.asleep, ...place.options.slice(0, place.taken)];
  return known.filter((call) => areIndependent(call, taken));
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
