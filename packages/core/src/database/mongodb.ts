import type { Db, Collection as DriverCollection, MongoClient, MongoClientOptions } from "mongodb";
import {
  type Collection,
  type CollectionDefinition,
  type Database,
  type Document,
  DuplicateKeyError,
} from "./collection.ts";
import { readConnectionString } from "./connection-string.ts";
import { type Client, createHealingClient } from "./healing-client.ts";
import { asUnavailable } from "./passing-errors.ts";

/**
 * Where the connection string says nothing else. Reads see, and writes wait for, what a majority has journalled: an
 * acknowledged write survives a failover.
 */
const defaults = {
  appName: "rollcall",
  w: "majority",
  journal: true,
  readConcernLevel: "majority",
  retryWrites: true,
  retryReads: true,
  maxPoolSize: 10,
  maxIdleTimeMS: 60_000,
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  socketTimeoutMS: 5_000,
  waitQueueTimeoutMS: 3_000,
} satisfies MongoClientOptions;

/** The driver reads the files that a connection string names when it connects. */
class UnreadableFileError extends Error {
  override readonly name = "UnreadableFileError";
  override readonly message = "names a file, for TLS, that cannot be read";
}

export interface MongoOptions {
  uri: string;
  /** Every collection of the application. */
  definitions: readonly CollectionDefinition<Document>[];
  /** Connections at most, where the connection string does not say. */
  poolSize?: number;
  /** Overrides of the driver's options, for tests. */
  driver?: MongoClientOptions;
  /** Sees each client before it connects, to subscribe to its events. */
  onClient?: (client: MongoClient) => void;
}

/**
 * The official driver against any deployment that speaks MongoDB's protocol; the database's name is the
 * one in the URI, or `rollcall`. Nothing is loaded or connected before the first operation. While the
 * database is away every operation rejects with `unavailable`, and the next one tries again.
 */
export function openMongoDatabase(options: MongoOptions): Database {
  const healing = createHealingClient(() => newClient(options));

  const translated = async <R>(result: Promise<R>): Promise<R> => {
    try {
      return await result;
    } catch (error) {
      if (isDuplicateKey(error)) throw new DuplicateKeyError(error.name);
      throw asUnavailable(error);
    }
  };
  const run: Run<Db> = (operation) => translated(healing.run(operation));
  const runPrepared: Run<Db> = (operation) => translated(healing.runPrepared(operation));

  return {
    collection<T extends Document>({ name, indexes }: CollectionDefinition<T>) {
      const on =
        (run: Run<Db>): Run<DriverCollection<T>> =>
        (operation) =>
          run((db) => operation(db.collection<T>(name)));
      return boundCollection<T>(on(run), on(indexes.length > 0 ? runPrepared : run));
    },
    prepare: () => runPrepared(async () => {}),
    ping: () => runPrepared(async (db) => void (await db.command({ ping: 1 }))),
    close: healing.close,
  };
}

/** A client of the driver. What there is of it can be closed at any time. */
function newClient({ uri, definitions, onClient, ...options }: MongoOptions): Client<Db> {
  const { databaseName, given } = readConnectionString(uri);
  const made = import("./driver.ts").then(({ MongoClient }) => {
    const client = new MongoClient(uri, driverOptions(given, options));
    onClient?.(client);
    return client;
  });
  return {
    async connect() {
      const client = await made;
      await client.connect().catch((error) => {
        throw error.syscall === "open" ? new UnreadableFileError() : error;
      });
      return client.db(databaseName);
    },
    async prepare(db) {
      // Whoever needs nothing but the connection has it first.
      await new Promise(setImmediate);
      await createIndexes(db, definitions);
    },
    close: async () => (await made).close(),
  };
}

/** The driver lets what it is passed count before what the connection string says. */
function driverOptions(
  given: ReadonlySet<string | null>,
  { poolSize, driver }: Pick<MongoOptions, "poolSize" | "driver">,
): MongoClientOptions {
  const ours = { ...defaults, ...(poolSize && { maxPoolSize: poolSize }) };
  const unsaid = Object.fromEntries(Object.entries(ours).filter(([name]) => !given.has(name)));
  return { ...unsaid, readPreference: "primary", ignoreUndefined: true, ...driver };
}

/** One after the other, on one connection: each that is opened for it would make the others wait. */
async function createIndexes(db: Db, definitions: readonly CollectionDefinition<Document>[]): Promise<void> {
  for (const { name, indexes } of definitions) {
    if (indexes.length === 0) continue;
    await db.collection(name).createIndexes(indexes.map(({ keys, ...options }) => ({ key: keys, ...options })));
  }
}

type Run<On> = <R>(operation: (on: On) => Promise<R>) => Promise<R>;

/**
 * Only inserts wait for the indexes, and what goes in bulk, so that what has to be unique is. Nothing else does: where there are
 * documents they have been there, an upsert names its `_id`, and while a new one is being built, for minutes perhaps, people go on
 * signing in.
 */
function boundCollection<T extends Document>(
  run: Run<DriverCollection<T>>,
  runPrepared: Run<DriverCollection<T>>,
): Collection<T> {
  // The driver's Filter and UpdateFilter follow T's paths; a store's dotted paths into a map are plain strings.
  const loose = (value: object) => value as Record<string, never>;
  return {
    insertOne: (document) => runPrepared(async (c) => void (await c.insertOne(document as never))),
    findOne: (filter, options) => run((c) => c.findOne(loose(filter), options) as Promise<T | null>),
    findOneAndUpdate: (filter, update, options) =>
      run((c) => {
        const change = () =>
          c.findOneAndUpdate(loose(filter), loose(update), {
            ...options,
            returnDocument: "after",
          }) as Promise<T | null>;
        // Of two that make the same document at once, one may be refused: then it is there.
        return options?.upsert
          ? change().catch((error) => {
              if (isDuplicateKey(error)) return change();
              throw error;
            })
          : change();
      }),
    updateOne: (filter, update) =>
      run(async (c) => (await c.updateOne(loose(filter), loose(update))).matchedCount === 1),
    deleteOne: (filter) => run(async (c) => (await c.deleteOne(loose(filter))).deletedCount === 1),
    bulkWrite: (writes) =>
      runPrepared(async (c) => {
        const { matchedCount, deletedCount } = await c.bulkWrite(writes as never);
        return matchedCount + deletedCount;
      }),
    // Without a size of its own the first batch has 101 documents, and the rest takes another trip.
    find: (filter, { sort, limit, ...options }) =>
      run(
        (c) =>
          c.find(loose(filter), { ...options, sort, limit, batchSize: limit }).toArray() as unknown as Promise<T[]>,
      ),
  };
}

const duplicateKeyCode = 11000;

function isDuplicateKey(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === duplicateKeyCode;
}
