import { FairLine, type Place } from "./fair-line.ts";

/** Who wants something done, and the signal that ends when nobody waits for it any more. */
export interface Caller extends Place {
  readonly signal: AbortSignal;
}

/** Runs a task when a lane is free; until then its caller waits in line. */
export type Gate = <T>(caller: Caller, task: () => Promise<T>) => Promise<T>;

interface Waiting extends Place {
  proceed(): void;
  refuse(error: unknown): void;
}

/**
 * At most `lanes` tasks at once and at most `places` callers in line. A caller that nobody waits for any more leaves the line
 * at once and gets its signal's reason; so does one whose task has begun, when it ends, and only then is its lane free.
 * @param overflow makes the error of the caller for whom there is no place.
 */
export function createGate(lanes: number, places: number, overflow: () => Error): Gate {
  let running = 0;
  const line = new FairLine<Waiting>();

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
      if (line.length > places) line.shed()?.refuse(overflow());
    });
  }

  return async (caller, task) => {
    const { signal } = caller;
    signal.throwIfAborted();
    if (running < lanes) running++;
    else await turnOf(caller);
    try {
      signal.throwIfAborted();
      const result = await task();
      signal.throwIfAborted();
      return result;
    } finally {
      const next = line.next();
      if (next) next.proceed();
      else running--;
    }
  };
}
