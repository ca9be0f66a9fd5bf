import type { Collection, Database } from "../../packages/core/src/database/collection.ts";
import { RollcallError } from "../../packages/core/src/index.ts";
import { databaseForms, type TestDatabase } from "./databases.ts";
import { hasMongodb, newMongodbBehindProxy, openObserved } from "./mongodb.ts";

/** A database that a test can take away and give back. */
export interface UnsteadyDatabase {
  storage: TestDatabase;
  takeAway(): Promise<void>;
  giveBack(): Promise<void>;
}

/** The embedded database, made to fail as a remote one does. */
async function unsteadyEmbedded(): Promise<UnsteadyDatabase> {
  const storage = databaseForms()[0]?.open() as TestDatabase;
  let isAway = false;
  const guarded = <A extends unknown[], R>(operation: (...args: A) => Promise<R>) => {
    return async (...args: A) => {
      if (isAway) throw new RollcallError("unavailable", { retryAfter: 2, cause: new Error("away") });
      return operation(...args);
    };
  };
  const database: Database = {
    ...storage.database,
    ping: guarded(storage.database.ping),
    collection(definition) {
      const methods = Object.entries(storage.database.collection(definition));
      return Object.fromEntries(
        methods.map(([name, method]) => [name, guarded(method)]),
      ) as unknown as Collection<never>;
    },
  };
  return {
    storage: { ...storage, database },
    takeAway: async () => {
      isAway = true;
    },
    giveBack: async () => {
      isAway = false;
    },
  };
}

/** A real MongoDB behind a proxy that refuses connections. */
async function unsteadyMongodb(): Promise<UnsteadyDatabase> {
  const { uri, proxy } = await newMongodbBehindProxy();
  const { storage } = openObserved(uri, { serverSelectionTimeoutMS: 300 });
  return { storage, takeAway: () => proxy.close(), giveBack: () => proxy.open() };
}

export const unsteadyDatabases = [
  { name: "embedded", open: unsteadyEmbedded },
  ...(hasMongodb ? [{ name: "mongodb", open: unsteadyMongodb }] : []),
];
