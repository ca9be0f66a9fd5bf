/** Milliseconds after which an operation has been answered or has failed: what the driver may take for one attempt. */
export const operationLimit = 8_000;

/** Milliseconds of nothing but failures after which a client is replaced: no answer takes the driver that long. */
const silenceLimit = 5_000;

/** Milliseconds that somebody waits for the end of a client at most. */
const closingLimit = 1_000;

/** There was no answer in time. The operation may have taken effect, or may yet. */
export class OperationTimeoutError extends Error {
  override readonly name = "OperationTimeoutError";
}

/** One client of the driver; `ready` is what operations run on, once it has connected. */
export interface Client<R> {
  ready: Promise<R>;
  close(): Promise<void>;
}

export interface HealingClient<R> {
  /**
   * Runs one operation, once. Whoever comes first connects for all.
   * @throws OperationTimeoutError after `operationLimit`
   */
  run<T>(operation: (ready: R) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A client, from its first operation until it has been let go and the last one is over. */
interface Use<R> extends Client<R> {
  operations: number;
  /** When the first of the operations began that have failed since the last answer. */
  failingSince: number | null;
  isLetGo: boolean;
}

/**
 * Keeps one client of the driver, and puts another in its place when it seems to have stopped: what the driver does to
 * recover may wait for something that never comes, and then nothing short of another client helps. The signs are an
 * operation that nobody answers, whose connection may be lost with it, and operations that all fail for some time. A
 * database that is away shows the second one too; there a new client costs no more than the next attempt of the old.
 */
export function createHealingClient<R>(connect: () => Client<R>): HealingClient<R> {
  let current: Use<R> | null = null;
  let isClosed = false;

  const closeWhenIdle = (use: Use<R>) => {
    if (use.isLetGo && use.operations === 0) use.close().catch(() => {});
  };

  const letGo = (use: Use<R>) => {
    if (current === use) current = null;
    use.isLetGo = true;
    closeWhenIdle(use);
  };

  const begin = (): Use<R> => {
    if (isClosed) throw new Error("The database is closed");
    if (!current) {
      const use = { ...connect(), operations: 0, failingSince: null, isLetGo: false };
      use.ready.catch(() => letGo(use));
      current = use;
    }
    current.operations++;
    return current;
  };

  return {
    async run(operation) {
      const use = begin();
      const startedAt = performance.now();
      const limit = timeLimit(operationLimit);
      try {
        const result = await limit.race(limit.race(use.ready).then(operation));
        use.failingSince = null;
        return result;
      } catch (error) {
        use.failingSince = isAnswer(error) ? null : (use.failingSince ?? startedAt);
        const isSilent = use.failingSince !== null && performance.now() - use.failingSince >= silenceLimit;
        if (isSilent || error instanceof OperationTimeoutError) letGo(use);
        throw error;
      } finally {
        limit.clear();
        use.operations--;
        closeWhenIdle(use);
      }
    },
    async close() {
      isClosed = true;
      if (!current) return;
      const limit = timeLimit(closingLimit);
      await limit.race(current.close()).catch(() => {});
      limit.clear();
    },
  };
}

/** Whether an error is the database's own reply. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && "errorResponse" in error;
}

/** Promises that settle before the time is up do so, others reject then. */
function timeLimit(ms: number) {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new OperationTimeoutError(`No answer within ${ms} ms`)), ms);
  return {
    race: <T>(promise: Promise<T>): Promise<T> => Promise.race([promise, over]),
    clear: () => clearTimeout(timer),
  };
}
