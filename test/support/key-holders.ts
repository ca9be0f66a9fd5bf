import {
  createDependencies,
  createSecrets,
  type Database,
  type Dependencies,
  RollcallError,
  type Settings,
  virtualClock,
} from "@rollcall/core";
import { onTestFinished } from "vitest";
import type { DatabaseForm } from "./databases.ts";
import { testSecret, testSettings } from "./rollcall.ts";

export interface ProcessOptions {
  secretKeys?: string[];
  settings?: Partial<Settings>;
  /** Instead of the one that all share. */
  database?: Database;
}

/** One database, and the processes that a test starts on it: each with a memory of its own, all on one clock. */
export function openStorage(form: DatabaseForm) {
  const storage = form.open();
  onTestFinished(() => storage.dispose());
  const clock = virtualClock();
  const start = ({ secretKeys = [testSecret], settings, database = storage.database }: ProcessOptions = {}) =>
    createDependencies({
      database,
      secrets: createSecrets(secretKeys),
      settings: { ...testSettings, ...settings },
      clock,
    });
  return { storage, clock, start };
}

/** An access token for nobody in particular: the database is not asked for the account. */
export async function newAccessToken({ accessTokens, clock }: Dependencies): Promise<string> {
  const { accessToken } = await accessTokens.issue({
    userId: "user_01h455vb4pex5vsknk084sn02q",
    sessionId: "sess_01h455vb4pex5vsknk084sn02q",
    roles: [],
    authenticatedAt: clock.now(),
    acr: "1",
    amr: ["pwd"],
  });
  return accessToken;
}

/** The same database behind a line that counts its finds, and that a test can cut for finds or for inserts. */
export function interruptible(database: Database) {
  const line = { isCut: false, isReadOnly: false, finds: 0 };
  const wrapped: Database = {
    ...database,
    collection(definition) {
      const collection = database.collection(definition);
      return {
        ...collection,
        async find(filter, options) {
          line.finds++;
          if (line.isCut) throw new RollcallError("unavailable");
          return collection.find(filter, options);
        },
        async insertOne(document) {
          if (line.isReadOnly) throw new RollcallError("unavailable");
          return collection.insertOne(document);
        },
      };
    },
  };
  return { line, database: wrapped };
}
