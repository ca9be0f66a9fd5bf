import { MongoClient } from "mongodb";
import { describe, it, onTestFinished } from "vitest";
import { definitions, openMongoDatabase } from "../../packages/core/src/index.ts";
import { type DatabaseProcess, noDatabaseProcess, startDatabaseProcess } from "./support/database-process.ts";
import { expectAway, expectBack, report, visitorsOf } from "./support/outage.ts";
import { startService } from "./support/service.ts";

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
      await database.kill();
      const longest = await expectAway(visitors, service);
      await database.start();
      if (!database.isPersistent) await restore();
      report("killed", longest, await expectBack(visitors));
    });
  },
);
