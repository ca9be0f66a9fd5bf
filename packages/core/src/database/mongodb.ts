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
  const healing = createHealingClient(() => connect(options));

  const run = async <R>(operation: (db: Db) => Promise<R>): Promise<R> => {
    try {
      return await healing.run(operation);
    } catch (error) {
      if (isDuplicateKey(error)) throw new DuplicateKeyError(error.name);
      throw asUnavailable(error);
    }
  };

  return {
    collection: <T extends Document>({ name }: CollectionDefinition<T>) =>
      boundCollection<T>((operation) => run((db) => operation(db.collection<T>(name)))),
    prepare: () => run(async () => {}),
    ping: () => run(async (db) => void (await db.command({ ping: 1 }))),
    close: healing.close,
  };
}

/** Begins to connect. What there is of the client can be closed at any time. */
function connect({ uri, definitions, onClient, ...options }: MongoOptions): Client<Db> {
  const { databaseName, given } = readConnectionString(uri);
  const made = import("./driver.ts").then(({ MongoClient }) => {
    const client = new MongoClient(uri, driverOptions(given, options));
    onClient?.(client);
    return client;
  });
  return {
    ready: made.then(async (client) => {
      await client.connect().catch((error) => {
        throw error.syscall === "open" ? new UnreadableFileError() : error;
      });
      const db = client.db(databaseName);
      await createIndexes(db, definitions);
      return db;
    }),
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

async function createIndexes(db: Db, definitions: readonly CollectionDefinition<Document>[]): Promise<void> {
  const withIndexes = definitions.filter(({ indexes }) => indexes.length > 0);
  await Promise.all(
    withIndexes.map(({ name, indexes }) =>
      db.collection(name).createIndexes(indexes.map(({ keys, ...options }) => ({ key: keys, ...options }))),
    ),
  );
}

type Run<T extends Document> = <R>(operation: (collection: DriverCollection<T>) => Promise<R>) => Promise<R>;

function boundCollection<T extends Document>(run: Run<T>): Collection<T> {
  // The driver's Filter and UpdateFilter follow T's paths; a store's dotted paths into a map are plain strings.
  const loose = (value: object) => value as Record<string, never>;
  return {
    insertOne: (document) => run(async (c) => void (await c.insertOne(document as never))),
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
          ? change().catch((error) => (isDuplicateKey(error) ? change() : raise(error)))
          : change();
      }),
    updateOne: (filter, update) =>
      run(async (c) => (await c.updateOne(loose(filter), loose(update))).matchedCount === 1),
    deleteOne: (filter) => run(async (c) => (await c.deleteOne(loose(filter))).deletedCount === 1),
    find: (filter, { sort, ...options }) =>
      run((c) => c.find(loose(filter), { ...options, sort }).toArray() as unknown as Promise<T[]>),
  };
}

function raise(error: unknown): never {
  throw error;
}

const duplicateKeyCode = 11000;

function isDuplicateKey(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === duplicateKeyCode;
}
