import { setTimeout as sleep } from "node:timers/promises";
import { MongoClient } from "mongodb";
import { describe, expect, it, onTestFinished } from "vitest";
import { definitions, openMongoDatabase } from "../../packages/core/src/index.ts";
import { type DatabaseProcess, noDatabaseProcess, startDatabaseProcess } from "./support/database-process.ts";
import { expectAway, expectBack, report, visitorsOf } from "./support/outage.ts";
import { startService } from "./support/service.ts";
import { refresh, sendTraffic } from "./support/traffic.ts";

async function startOnOwnDatabase() {
  const database = await startDatabaseProcess();
  const service = await startService("mongodb", { mongodbUri: database.uri });
  const visitors = visitorsOf(service);
  await visitors.join();
  return { database, service, visitors };
}

/** Everything in the database, and what puts it back into an empty one as a restored backup would: with its indexes. */
async function copyOf({ uri }: DatabaseProcess) {
  const read = await MongoClient.connect(uri);
  const copies = await Promise.all(
    definitions.map(async ({ name }) => [name, await read.db().collection(name).find().toArray()] as const),
  );
  await read.close();
  return async () => {
    const database = openMongoDatabase({ uri, definitions });
    onTestFinished(() => database.close());
    await database.prepare();
    const write = await MongoClient.connect(uri);
    for (const [name, documents] of copies)
      if (documents.length > 0) await write.db().collection(name).insertMany(documents);
    await write.close();
  };
}

describe.skipIf(noDatabaseProcess)(
  `the process of a database${noDatabaseProcess ? `: ${noDatabaseProcess}` : ""}`,
  () => {
    it("that is stopped gets 503 and Retry-After in time, and goes on where it was (Q176, Q191)", async () => {
      const { database, service, visitors } = await startOnOwnDatabase();
      database.signal("SIGSTOP");
      onTestFinished(() => database.signal("SIGCONT"));
      const longest = await expectAway(visitors, service);
      database.signal("SIGCONT");
      report("stopped", longest, await expectBack(visitors));
    });

    it("that is killed gets the same, and is used again with what it has kept, without a restart (Q173, Q176, Q191)", async () => {
      const { database, service, visitors } = await startOnOwnDatabase();
      const restore = await copyOf(database);
      const traffic = sendTraffic(service, 6);
      if (database.isPersistent) await sleep(1_000);
      await database.kill();
      const longest = await expectAway(visitors, service);
      await database.start();
      if (!database.isPersistent) await restore();
      report("killed", longest, await expectBack(visitors));
      const { sessions } = await traffic;
      // What was written after the copy is lost with it.
      for (const session of database.isPersistent ? sessions : []) {
        expect((await refresh(service, session)).status).toBe(200);
      }
    });
  },
);
