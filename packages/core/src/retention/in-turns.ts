import { RollcallError } from "../kernel/errors.ts";
import type { Batches } from "./in-batches.ts";

/** How much each task has removed, by its name, and whether all of them have come to their end. */
export type Outcome<Name extends string> = Record<Name, number> & { isComplete: boolean };

/**
 * Works on several tasks in turns of a batch each, so none waits for another to end: a run that is cut short has done some of each. A
 * single one is at work at a time, which leaves the database to those who wait for an answer.
 * @param mayGoOn asked before each batch
 * @throws RollcallError `unavailable`; at the end, what the first task that failed has thrown
 */
export async function inTurns<Name extends string>(
  tasks: Record<Name, Batches>,
  mayGoOn: () => boolean,
): Promise<Outcome<Name>> {
  const left = Object.entries(tasks) as [Name, Batches][];
  const counts = Object.fromEntries(Object.keys(tasks).map((name) => [name, 0])) as Record<Name, number>;
  const failures: unknown[] = [];
  let wasAll = true;
  while (left.length > 0 && mayGoOn()) {
    const [name, batches] = left.shift() as [Name, Batches];
    try {
      const turn = await batches.next();
      if (turn.done) wasAll &&= turn.value;
      else {
        counts[name] += turn.value;
        left.push([name, batches]);
      }
    } catch (error) {
      // Without a database the next one would wait for it as long; what one may not do, such as changing events, keeps no other from its work.
      if (error instanceof RollcallError) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return { ...counts, isComplete: wasAll && left.length === 0 };
}
