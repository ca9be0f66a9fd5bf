/** Milliseconds after which an operation has been answered or has failed: what the driver may take for one attempt. */
export const operationLimit = 8_000;

/** Milliseconds of nothing but failures after which a client is replaced: no answer takes the driver that long. */
const silenceLimit = 5_000;

/** Milliseconds after which the preparation of a client is taken for one that never ends. */
const preparationLimit = 30_000;

/** Milliseconds that somebody waits for the end of a client at most. */
const closingLimit = 1_000;

/** There was no answer in time. The operation may have taken effect, or may yet. */
export class OperationTimeoutError extends Error {
  override readonly name = "OperationTimeoutError";
}

/** One client of the driver. */
export interface Client<R> {
  connect(): Promise<R>;
  /** What is done once it has connected, and again after it has failed when an operation needs it. */
  prepare(connected: R): Promise<unknown>;
  close(): Promise<void>;
}

export interface HealingClient<R> {
  /**
   * Runs one operation, once. Whoever comes first connects for all.
   * @throws OperationTimeoutError after `operationLimit`, and as long for connecting
   */
  run<T>(operation: (connected: R) => Promise<T>): Promise<T>;
  /** The same for an operation that depends on what is prepared, and waits for it. */
  runPrepared<T>(operation: (connected: R) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A client, from its first operation until it has been let go and the last one is over. */
interface Use<R> extends Pick<Client<R>, "close"> {
  connected: Promise<R>;
  prepare(): Promise<unknown>;
  prepared: Promise<unknown> | null;
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
 * That somebody waits in vain for its preparation is none: it may take long, and no client that were replaced for it would
 * ever come so far.
 */
export function createHealingClient<R>(make: () => Client<R>): HealingClient<R> {
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

  /** Lets the client go when this fails, or takes too long. */
  const required = async <T>(use: Use<R>, ms: number, work: Promise<T>): Promise<T> => {
    const limit = timeLimit(ms);
    try {
      return await limit.race(work);
    } catch (error) {
      letGo(use);
      throw error;
    } finally {
      limit.clear();
    }
  };

  const start = (): Use<R> => {
    const { connect, prepare, close } = make();
    const use: Use<R> = {
      connected: Promise.resolve().then(() => required(use, operationLimit, connect())),
      prepare() {
        use.prepared ??= use.connected.then(prepare).catch((error) => {
          use.prepared = null;
          throw error;
        });
        return use.prepared;
      },
      prepared: null,
      close,
      operations: 0,
      failingSince: null,
      isLetGo: false,
    };
    const attempt = use.prepare().catch(() => {});
    required(use, preparationLimit, attempt).catch(() => {});
    return use;
  };

  const begin = (): Use<R> => {
    if (isClosed) throw new Error("The database is closed");
    current ??= start();
    current.operations++;
    return current;
  };

  async function run<T>(operation: (connected: R) => Promise<T>, needsPreparation: boolean): Promise<T> {
    const use = begin();
    let limit: TimeLimit | undefined;
    let startedAt: number | null = null;
    try {
      const connected = await use.connected;
      limit = timeLimit(operationLimit);
      if (needsPreparation) await limit.race(use.prepare());
      startedAt = performance.now();
      const result = await limit.race(operation(connected));
      use.failingSince = null;
      return result;
    } catch (error) {
      if (startedAt !== null && isSign(use, startedAt, error)) letGo(use);
      throw error;
    } finally {
      limit?.clear();
      use.operations--;
      closeWhenIdle(use);
    }
  }

  return {
    run: (operation) => run(operation, false),
    runPrepared: (operation) => run(operation, true),
    async close() {
      isClosed = true;
      if (!current) return;
      const limit = timeLimit(closingLimit);
      await limit.race(current.close()).catch(() => {});
      limit.clear();
    },
  };
}

/** The server's code for Unauthorized. */
const unauthorized = 13;

/** Whether the failure of an operation says that its client has stopped. */
function isSign<R>(use: Use<R>, startedAt: number, error: unknown): boolean {
  // A connection whose user was removed stays without rights when the user is there again: only a new one proves anew who it is.
  if (isAnswer(error) && (error as { code?: unknown }).code === unauthorized) return true;
  use.failingSince = isAnswer(error) ? null : (use.failingSince ?? startedAt);
  const isSilent = use.failingSince !== null && performance.now() - use.failingSince >= silenceLimit;
  return isSilent || error instanceof OperationTimeoutError;
}

/** Whether an error is the database's own reply. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && "errorResponse" in error;
}

type TimeLimit = ReturnType<typeof timeLimit>;

/** Promises that settle before the time is up do so, others reject then. */
function timeLimit(ms: number) {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new OperationTimeoutError(`No answer within ${ms} ms`)), ms);
  return {
    race: <T>(promise: Promise<T>): Promise<T> => Promise.race([promise, over]),
    clear: () => clearTimeout(timer),
  };
}
