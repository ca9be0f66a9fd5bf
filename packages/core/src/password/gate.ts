import { FairLine, type Place } from "./fair-line.ts";

/** Who wants something done, and the signal that ends when nobody waits for it any more. */
export interface Caller extends Place {
  readonly signal: AbortSignal;
}

export interface Gate {
  /** Runs a task when a lane is free; until then its caller waits in line. */
  <T>(caller: Caller, task: () => Promise<T>): Promise<T>;
  /** Refuses a caller for whom there would be no place, before anything else is done for it. */
  requireRoom(caller: Place): void;
}

export interface GateOptions {
  /** Tasks at once. */
  lanes: number;
  /** Callers in line at most. */
  places: number;
  /** Milliseconds that the last in line should wait: where tasks take long there are fewer places. */
  longestWait: number;
  /** Makes the error of the caller for whom there is no place. */
  overflow: () => Error;
}

/** How much the task that has just ended counts for how long they take. */
const weight = 0.1;

interface Waiting extends Place {
  proceed(): void;
  refuse(error: unknown): void;
}

/**
 * A caller that nobody waits for any more leaves the line at once and gets its signal's reason; so does one whose task has
 * begun, when it ends, and only then is its lane free.
 */
export function createGate({ lanes, places, longestWait, overflow }: GateOptions): Gate {
  let running = 0;
  /** Milliseconds that a task takes of late. */
  let duration = 0;
  const line = new FairLine<Waiting>();
  const room = () => Math.min(places, Math.max(lanes, Math.floor((lanes * longestWait) / duration)));

  function turnOf({ network, account, signal }: Caller): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        line.remove(waiting);
        reject(signal.reason);
      };
      const stay = () => signal.removeEventListener("abort", leave);
      const waiting: Waiting = {
        network,
        account,
        proceed: () => {
          stay();
          resolve();
        },
        refuse: (error) => {
          stay();
          reject(error);
        },
      };
      signal.addEventListener("abort", leave);
      line.add(waiting);
      while (line.length > room()) line.shed()?.refuse(overflow());
    });
  }

  async function timed<T>(task: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      return await task();
    } finally {
      // A process that was stopped in between, or asleep, says nothing of the next task.
      const taken = Math.min(performance.now() - startedAt, longestWait);
      duration = duration === 0 ? taken : duration + weight * (taken - duration);
    }
  }

  async function pass<T>(caller: Caller, task: () => Promise<T>): Promise<T> {
    const { signal } = caller;
    signal.throwIfAborted();
    if (running < lanes) running++;
    else await turnOf(caller);
    try {
      signal.throwIfAborted();
      const result = await timed(task);
      signal.throwIfAborted();
      return result;
    } finally {
      const next = line.next();
      if (next) next.proceed();
      else running--;
    }
  }

  return Object.assign(pass, {
    requireRoom({ network, account }: Place) {
      const newcomer = { network, account, proceed() {}, refuse() {} };
      if (line.length >= room() && line.wouldShed(newcomer)) throw overflow();
    },
  });
}
