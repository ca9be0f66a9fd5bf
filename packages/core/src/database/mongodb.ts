import type { Db, Collection as DriverCollection, MongoClient, MongoClientOptions } from "mongodb";
import {
  type Collection,
  type CollectionDefinition,
  type Database,
  type Document,
  DuplicateKeyError,
} from "./collection.ts";
import { type Client, createHealingClient } from "./healing-client.ts";
import { asUnavailable } from "./passing-errors.ts";

/** Reads see, and writes wait for, what a majority has journalled: an acknowledged write survives a failover. */
const driverOptions: MongoClientOptions = {
  appName: "rollcall",
  w: "majority",
  journal: true,
  readConcernLevel: "majority",
  readPreference: "primary",
  retryWrites: true,
  retryReads: true,
  ignoreUndefined: true,
  maxPoolSize: 10,
  maxIdleTimeMS: 60_000,
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  socketTimeoutMS: 5_000,
  waitQueueTimeoutMS: 3_000,
};

export interface MongoOptions {
  uri: string;
  /** Every collection of the application. */
  definitions: readonly CollectionDefinition<Document>[];
  /** Overrides of the driver's options, for tests and for the size of the pool. */
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
function connect({ uri, definitions, driver, onClient }: MongoOptions): Client<Db> {
  const made = import("./driver.ts").then(({ MongoClient }) => {
    const client = new MongoClient(uri, { ...driverOptions, ...driver });
    onClient?.(client);
    return client;
  });
  return {
    ready: made.then(async (client) => {
      await client.connect();
      const db = client.db(databaseName(uri));
      await createIndexes(db, definitions);
      return db;
    }),
    close: async () => (await made).close(),
  };
}

/** The path of the connection string, as the driver reads it; the driver's own fallback would be `test`. */
function databaseName(uri: string): string {
  const name = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1];
  return name ? decodeURIComponent(name) : "rollcall";
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
      run(
        (c) =>
          c.findOneAndUpdate(loose(filter), loose(update), {
            ...options,
            returnDocument: "after",
          }) as Promise<T | null>,
      ),
    updateOne: (filter, update) =>
      run(async (c) => (await c.updateOne(loose(filter), loose(update))).matchedCount === 1),
    deleteOne: (filter) => run(async (c) => (await c.deleteOne(loose(filter))).deletedCount === 1),
    find: (filter, { sort, ...options }) =>
      run((c) => c.find(loose(filter), { ...options, sort }).toArray() as unknown as Promise<T[]>),
  };
}

const duplicateKeyCode = 11000;

function isDuplicateKey(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === duplicateKeyCode;
}
