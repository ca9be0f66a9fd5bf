import type { Database } from "../../packages/core/src/database/collection.ts";

/** Chooses one of so many ways to go on. */
export type Choose = (options: number) => number;

/** Something that works on a database, and in which order its operations come is not for it to say. */
export type Task = (database: Database) => Promise<unknown>;

/**
 * Runs tasks on one database, one operation at a time: `choose` says which of those that have not ended makes the
 * next. @returns how each ended.
 */
export async function interleave(database: Database, tasks: Task[], choose: Choose) {
  const threads = tasks.map((task) => startThread(database, task));
  for (;;) {
    await Promise.all(threads.map(({ atRest }) => atRest()));
    const waiting = threads.filter(({ isWaiting }) => isWaiting());
    if (waiting.length === 0) return Promise.all(threads.map(({ outcome }) => outcome));
    waiting[choose(waiting.length)]?.step();
  }
}

function startThread(database: Database, task: Task) {
  let proceed: (() => void) | undefined;
  let rest = Promise.withResolvers<void>();
  const turn = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    proceed = resolve;
    rest.resolve();
    return promise;
  };
  const outcome = task(before(database, turn)).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  outcome.then(() => rest.resolve());
  return {
    outcome,
    /** Resolves once the task waits for its turn, or has ended. */
    atRest: () => rest.promise,
    isWaiting: () => proceed !== undefined,
    step() {
      rest = Promise.withResolvers();
      proceed?.();
      proceed = undefined;
    },
  };
}

/** A view of a database whose operations wait for `turn`. */
function before(database: Database, turn: () => Promise<void>): Database {
  return {
    ...database,
    collection(definition) {
      const methods = Object.entries(database.collection(definition)).map(([name, method]) => [
        name,
        async (...args: unknown[]) => {
          await turn();
          return (method as (...args: unknown[]) => unknown)(...args);
        },
      ]);
      return Object.fromEntries(methods);
    },
  };
}

/** Runs a task that makes so many operations, and then no more: its process has died. Resolves when that has happened. */
export function dieAfter(operations: number, database: Database, task: Task): Promise<void> {
  let left = operations;
  return new Promise((died, failed) => {
    const turn = async () => {
      if (left-- > 0) return;
      died();
      await new Promise(() => {});
    };
    task(before(database, turn)).then(() => failed(new Error("It has lived to its end")), failed);
  });
}

/** Calls `run` for every sequence of choices that it can make. @returns how many there were. */
export async function everySequence(run: (choose: Choose) => Promise<void>): Promise<number> {
  const path: { taken: number; options: number }[] = [];
  for (let count = 1; ; count++) {
    let depth = 0;
    await run((options) => {
      path[depth] ??= { taken: 0, options };
      return path[depth++]?.taken as number;
    });
    while (path.length > 0 && path.at(-1)?.taken === (path.at(-1)?.options as number) - 1) path.pop();
    const last = path.at(-1);
    if (!last) return count;
    last.taken++;
  }
}
