import { randomBytes } from "node:crypto";
import { type Database, definitions, openMongoDatabase } from "@rollcall/core";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import type { MongoClient, MongoClientOptions } from "mongodb";
import { describe, inject } from "vitest";
import { refusingCostlyQueries } from "./costly-queries.ts";

/** A database of a test's own. */
export interface TestDatabase {
  database: Database;
  /** How many round trips the code under test has made so far. On MongoDB the driver counts them. */
  roundTrips(): number;
  /** Closes the database and removes everything it held. */
  dispose(): Promise<void>;
}

/** One way to have a database. */
export interface DatabaseForm {
  name: "embedded" | "mongodb";
  open(options?: { driver?: MongoClientOptions }): TestDatabase;
}

const embedded: DatabaseForm = {
  name: "embedded",
  open() {
    const { database, roundTrips } = countingCalls(openEmbeddedDatabase({ definitions }));
    return { database: refusingCostlyQueries(database), roundTrips, dispose: () => database.close() };
  },
};

const mongodb = (uri: string): DatabaseForm => ({
  name: "mongodb",
  open({ driver } = {}) {
    let client: MongoClient | undefined;
    let commands = 0;
    const onClient = (opened: MongoClient) => {
      client = opened;
      opened.on("commandStarted", ({ commandName }) => {
        if (isOperation(commandName)) commands++;
      });
    };
    const database = openMongoDatabase({
      uri: databaseUri(uri),
      definitions,
      onClient,
      // A hundred requests at once wait for each other on a machine that is busy.
      driver: { monitorCommands: true, waitQueueTimeoutMS: 60_000, ...driver },
    });
    return {
      database: refusingCostlyQueries(database),
      roundTrips: () => commands,
      async dispose() {
        await database.prepare();
        await client?.db(databaseNameOf(client)).dropDatabase();
        await database.close();
      },
    };
  },
});

function databaseNameOf({ options }: MongoClient): string {
  return options.dbName;
}

/** Authentication and the driver's own upkeep are not the application's round trips. */
function isOperation(command: string): boolean {
  return ["insert", "find", "findAndModify", "update", "delete", "aggregate", "getMore"].includes(command);
}

function databaseUri(uri: string): string {
  const url = new URL(uri);
  url.pathname = `/rollcall_${inject("runId")}_${randomBytes(6).toString("hex")}`;
  return url.href;
}

/** The embedded form has no driver to count: every call of the interface is one round trip. */
function countingCalls(database: Database) {
  let calls = 0;
  const counted: Database = {
    ...database,
    collection(definition) {
      const methods = Object.entries(database.collection(definition)).map(([name, method]) => [
        name,
        (...args: unknown[]) => {
          calls++;
          return (method as (...args: unknown[]) => unknown)(...args);
        },
      ]);
      return Object.fromEntries(methods);
    },
  };
  return { database: counted, roundTrips: () => calls };
}

export function databaseForms(): DatabaseForm[] {
  const uri = inject("mongodbUri");
  return uri ? [embedded, mongodb(uri)] : [embedded];
}

/** The same tests on every form that this machine has. */
export function describeOnEachDatabase(title: string, tests: (form: DatabaseForm) => void): void {
  for (const form of databaseForms()) describe(`${title}, on ${form.name}`, () => tests(form));
}
