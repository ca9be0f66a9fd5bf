import { setImmediate as turn } from "node:timers/promises";
import { type Database, RollcallError } from "@rollcall/core";
import type { Collection, Filter, Update } from "../../packages/core/src/database/collection.ts";

/** Something that works on a database of its own process. In which order the calls of several come is not for it to say. */
export type Task = (database: Database) => Promise<unknown>;

/** A call that a task has made. `number` counts its task's calls from 1. */
export interface Call {
  task: number;
  number: number;
  collection: string;
  method: keyof Collection<never>;
  args: readonly unknown[];
}

/** A call that was carried out, and what the database answered, or refused it with. */
export interface Done extends Call {
  answer?: unknown;
  error?: unknown;
}

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

/** Names the call that is carried out next, by its place among those that wait; null gives the schedule up. */
export type Choose = (waiting: readonly Call[]) => number | null;

/** More calls than any verb needs: what makes as many never comes to an end. */
const mostCalls = 80;

/** Milliseconds in which a task makes its next call, or ends. */
const patience = 10_000;

interface Waiting {
  call: Call;
  carryOut(): Promise<void>;
}

/**
 * Runs tasks on one database, one call at a time: `choose` says which of those that wait is carried out next. Between two of them
 * every task runs as far as it can. @returns null where `choose` gave up, or the fault is one that nothing can have
 */
export async function runSchedule(
  database: Database,
  tasks: readonly Task[],
  choose: Choose,
  fault: Fault | null = null,
): Promise<Run | null> {
  const done: Done[] = [];
  const processes = tasks.map((task, index) =>
    startProcess({ database, task, index, done, fault: fault?.task === index ? fault : null }),
  );
  for (;;) {
    for (const process of processes) await process.atRest();
    // A task that was answered makes its calls side by side in one turn.
    await turn();
    const waiting = processes.flatMap((process) => process.waiting());
    if (waiting.length === 0) break;
    if (processes.some(({ isSpared }) => isSpared())) return null;
    const choice = choose(waiting.map(({ call }) => call));
    if (choice === null) return null;
    await waiting[choice]?.carryOut();
  }
  return {
    endings: processes.map(({ ending }) => ending() ?? "hangs"),
    done,
    isFaulty: processes.some(({ isFaulty }) => isFaulty()),
    calls: processes.map(({ calls }) => calls()),
  };
}

interface ProcessOptions {
  database: Database;
  task: Task;
  index: number;
  done: Done[];
  fault: Fault | null;
}

function startProcess({ database, task, index, done, fault }: ProcessOptions) {
  let waiting: Waiting[] = [];
  let ending: Ending | null = null;
  let calls = 0;
  let carriedOut = 0;
  let isFaulty = false;
  let isSpared = false;
  let wake = () => {};

  const end = (how: Ending) => {
    ending ??= how;
    wake();
  };

  function call(this: { name: string; collection: object }, method: Call["method"], args: unknown[]): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const made: Call = { task: index, number: ++calls, collection: this.name, method, args };
    const perform = (this.collection as Record<string, (...args: unknown[]) => Promise<unknown>>)[method];
    const isHit = fault !== null && fault.kind !== "death" && fault.call === made.number;
    const entry: Waiting = {
      call: made,
      async carryOut() {
        waiting = waiting.filter((other) => other !== entry);
        carriedOut++;
        const outcome = await settled(perform?.(...args) as Promise<unknown>);
        done.push({ ...made, ...outcome });
        "error" in outcome ? reject(outcome.error) : resolve(outcome.answer);
      },
    };
    if (isHit) {
      isFaulty = true;
      // Whether what was only read was read later makes no difference.
      isSpared = fault.kind === "lost" && isRead(method);
      reject(new RollcallError("unavailable"));
    }
    if (!isHit || fault.kind === "lost") waiting.push(entry);
    if (calls > mostCalls) end("hangs");
    wake();
    return promise;
  }

  task(viewOf(database, call)).then(
    (value) => end({ value }),
    (error: unknown) => end({ error }),
  );

  return {
    ending: () => ending,
    calls: () => calls,
    isFaulty: () => isFaulty,
    isSpared: () => isSpared,
    /** Resolves once the task waits for the database, or has ended. */
    async atRest() {
      if (waiting.length > 0 || ending) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      const timer = setTimeout(() => end("hangs"), patience);
      await promise;
      clearTimeout(timer);
    },
    waiting() {
      const dies = fault?.kind === "death" && carriedOut >= fault.call && waiting.length > 0;
      if (dies) {
        isFaulty = true;
        end("died");
      }
      if (dies || ending === "hangs") waiting = [];
      return waiting;
    },
  };
}

const settled = (promise: Promise<unknown>): Promise<Pick<Done, "answer" | "error">> =>
  promise.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );

type MakeCall = (
  this: { name: string; collection: object },
  method: Call["method"],
  args: unknown[],
) => Promise<unknown>;

/** A view of a database whose every call goes through `call`. */
function viewOf(database: Database, call: MakeCall): Database {
  return {
    ...database,
    collection(definition) {
      const target = { name: definition.name, collection: database.collection(definition) };
      const methods = Object.keys(target.collection).map((method) => [
        method,
        (...args: unknown[]) => call.call(target, method as Call["method"], args),
      ]);
      return Object.fromEntries(methods);
    },
  };
}

const isRead = (method: Call["method"]) => method === "find" || method === "findOne";

/** What of the database a call may touch. */
interface Footprint {
  collection: string;
  /** The one document; null where it may be any. */
  id: string | null;
  writes: boolean;
  /** Whether it may be refused, or have others refused, for what has to be unique beside the id. */
  isUnique: boolean;
}

function footprintOf({ collection, method, args }: Call): Footprint {
  const [first, second] = args as [Filter, Update | undefined];
  const id = typeof first._id === "string" ? first._id : null;
  const writes = !isRead(method);
  const isUnique = method === "insertOne" || method === "deleteOne" || second?.$set?.email !== undefined;
  return { collection, id, writes, isUnique };
}

/**
 * Whether two calls do the same, and answer the same, in either order, whatever the database holds. Two of one task never do: what the
 * task does next may depend on the order of their answers.
 */
export function areIndependent(one: Call, other: Call): boolean {
  if (one.task === other.task) return false;
  const [a, b] = [footprintOf(one), footprintOf(other)];
  if (a.collection !== b.collection || !(a.writes || b.writes)) return true;
  return a.id !== null && b.id !== null && a.id !== b.id && !(a.isUnique && b.isUnique);
}
