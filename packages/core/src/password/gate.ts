/** Runs a task when a lane is free; callers wait in order. */
export type Gate = <T>(task: () => Promise<T>) => Promise<T>;

/**
 * At most `lanes` tasks at once and at most `waiting` in line.
 * @param overflow makes the error of a call that finds the line full.
 */
export function createGate(lanes: number, waiting: number, overflow: () => Error): Gate {
  let running = 0;
  const line: (() => void)[] = [];

  return async (task) => {
    if (running < lanes) running++;
    else if (line.length >= waiting) throw overflow();
    else await new Promise<void>((proceed) => line.push(proceed));
    try {
      return await task();
    } finally {
      const next = line.shift();
      if (next) next();
      else running--;
    }
  };
}
