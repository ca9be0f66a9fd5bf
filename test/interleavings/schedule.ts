import { setImmediate as turn } from "node:timers/promises";
import { type Database, RollcallError } from "@rollcall/core";
import { type Call, type Done, isRead } from "./calls.ts";

/** Something that works on a database of its own process. In which order the calls of several come is not for it to say. */
export type Task = (database: Database) => Promise<unknown>;

/**
 * What goes wrong, once in a schedule:
 * - `death`: the task's process dies after so many of its calls were carried out. It makes no more.
 * - `lost`: the call, which is a write, is carried out at any later time, and its task is told at once that the database is away.
 * - `unsent`: the same of a call that never is carried out.
 */
export interface Fault {
  kind: "death" | "lost" | "unsent";
  task: number;
  call: number;
}

/** What has come of a task: it has ended, its process has died, or it waits for nothing and goes on for ever. */
export type Ending = { value: unknown } | { error: unknown } | "died" | "hangs";

export interface Run {
  endings: Ending[];
  /** What was carried out, in that order. */
  done: Done[];
  /** Whether the fault has come to pass. */
  isFaulty: boolean;
  /** How many calls each task has made. */
  calls: number[];
}

/** Names the call that is carried out next, by its place among those that wait; null gives the schedule up. `last` was carried out before. */
export type Choose = (waiting: readonly Call[], last?: Done) => number | null;

/** More calls than any verb needs: what makes as many never comes to an end. */
const mostCalls = 80;

/** Milliseconds in which a task makes its next call, or ends. */
const patience = 10_000;

/**
 * Runs tasks on one database, one call at a time: `choose` says which of those that wait is carried out next. Between two of them
 * every task runs as far as it can.
 * @returns null where `choose` gave up, or the fault is one that nothing can have
 */
export async function runSchedule(
  database: Database,
  tasks: readonly Task[],
  choose: Choose,
  fault: Fault | null = null,
): Promise<Run | null> {
  const done: Done[] = [];
  const processes = tasks.map((task, index) =>
    startProcess(database, task, { index, done, fault: fault?.task === index ? fault : null }),
  );
  for (;;) {
    for (const process of processes) await atRest(process);
    // A task that was answered makes its calls side by side in one turn.
    await turn();
    const waiting = processes.flatMap(waitingOf);
    if (waiting.length === 0) break;
    if (processes.some(({ isSpared }) => isSpared)) return null;
    const choice = choose(
      waiting.map(({ call }) => call),
      done.at(-1),
    );
    if (choice === null) return null;
    await waiting[choice]?.carryOut();
  }
  return {
    endings: processes.map(({ ending }) => ending ?? "hangs"),
    done,
    isFaulty: processes.some(({ isFaulty }) => isFaulty),
    calls: processes.map(({ calls }) => calls),
  };
}

/** Runs a task that makes so many calls, and then no more: its process has died. @returns whether it has: another one had ended by then */
export async function dieAfter(calls: number, database: Database, task: Task): Promise<boolean> {
  const run = await runSchedule(database, [task], () => 0, { kind: "death", task: 0, call: calls });
  return run?.isFaulty === true;
}

/** A call that is not carried out yet. */
interface Waiting {
  call: Call;
  carryOut(): Promise<void>;
}

/** Where a task runs. */
interface Process {
  index: number;
  fault: Fault | null;
  /** What all processes have carried out. */
  done: Done[];
  waiting: Waiting[];
  ending: Ending | null;
  /** How many it has made, and how many of them were carried out. */
  calls: number;
  carriedOut: number;
  isFaulty: boolean;
  isSpared: boolean;
  /** Tells whoever waits for it that it has made a call or has ended. */
  wake(): void;
}

function startProcess(database: Database, task: Task, given: Pick<Process, "index" | "fault" | "done">): Process {
  const process: Process = {
    ...given,
    waiting: [],
    ending: null,
    calls: 0,
    carriedOut: 0,
    isFaulty: false,
    isSpared: false,
    wake: () => {},
  };
  task(viewOf(database, process)).then(
    (value) => end(process, { value }),
    (error: unknown) => end(process, { error }),
  );
  return process;
}

function end(process: Process, how: Ending): void {
  process.ending ??= how;
  process.wake();
}

/** A view of a database whose every call waits. */
function viewOf(database: Database, process: Process): Database {
  return {
    ...database,
    collection(definition) {
      const methods = Object.entries(database.collection(definition)).map(([method, perform]) => [
        method,
        (...args: unknown[]) =>
          makeCall(process, { collection: definition.name, method: method as Call["method"], args }, () =>
            (perform as (...args: unknown[]) => Promise<unknown>)(...args),
          ),
      ]);
      return Object.fromEntries(methods);
    },
  };
}

type Made = Pick<Call, "collection" | "method" | "args">;

function makeCall(process: Process, made: Made, perform: () => Promise<unknown>): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const call: Call = { task: process.index, number: ++process.calls, ...made };
  const entry: Waiting = {
    call,
    async carryOut() {
      process.waiting = process.waiting.filter((other) => other !== entry);
      process.carriedOut++;
      const outcome = await settled(perform());
      process.done.push({ ...call, ...outcome });
      "error" in outcome ? reject(outcome.error) : resolve(outcome.answer);
    },
  };
  const kind = process.fault?.call === call.number ? process.fault.kind : null;
  if (kind === "lost" || kind === "unsent") {
    process.isFaulty = true;
    // Whether what was only read was read later makes no difference.
    process.isSpared = kind === "lost" && isRead(call.method);
    reject(new RollcallError("unavailable"));
  }
  if (kind !== "unsent") process.waiting.push(entry);
  if (process.calls > mostCalls) end(process, "hangs");
  process.wake();
  return promise;
}

const settled = (promise: Promise<unknown>): Promise<Pick<Done, "answer" | "error">> =>
  promise.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );

/** Resolves once the task waits for the database, or has ended. */
async function atRest(process: Process): Promise<void> {
  if (process.waiting.length > 0 || process.ending) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  process.wake = resolve;
  const timer = setTimeout(() => end(process, "hangs"), patience);
  await promise;
  clearTimeout(timer);
}

function waitingOf(process: Process): Waiting[] {
  const { fault, carriedOut, waiting } = process;
  if (fault?.kind === "death" && carriedOut >= fault.call && waiting.length > 0) {
    process.isFaulty = true;
    end(process, "died");
    process.waiting = [];
  }
  if (process.ending === "hangs") process.waiting = [];
  return process.waiting;
}
