import type { MongoClient } from "mongodb";
import { describe, expect, it, onTestFinished } from "vitest";
import { hasMongodb, newMongodbUri, openObserved } from "../../../../test/support/mongodb.ts";
import { unusedPort } from "../../../../test/support/tcp-proxy.ts";
import { type Thing, things } from "../../../../test/support/things.ts";
import { users } from "../user/index.ts";
import { type CollectionDefinition, DuplicateKeyError } from "./collection.ts";
import { openMongoDatabase } from "./mongodb.ts";

/** The client that a database makes of a connection string. */
async function clientFor(query: string, more: { poolSize?: number } = {}): Promise<MongoClient> {
  let client: MongoClient | undefined;
  const database = openMongoDatabase({
    uri: `mongodb://127.0.0.1:${await unusedPort()}/rollcall${query}`,
    definitions: [],
    ...more,
    driver: { serverSelectionTimeoutMS: 50 },
    onClient: (opened) => {
      client = opened;
    },
  });
  await expect(database.ping()).rejects.toMatchObject({ code: "unavailable" });
  return client as MongoClient;
}

/** A database as the version of the service has it that defines its collection so. */
function openAs(uri: string, definition: CollectionDefinition<Thing>) {
  const database = openMongoDatabase({ uri, definitions: [definition as never] });
  onTestFinished(() => database.close());
  return { database, collection: database.collection(definition) };
}

describe("the connection to MongoDB", () => {
  it("reads and writes what a majority has journalled, and tries again once (Q175)", async () => {
    const { options } = await clientFor("");
    expect(options.writeConcern).toMatchObject({ w: "majority", journal: true });
    expect(options.readConcern).toMatchObject({ level: "majority" });
    expect(options).toMatchObject({ retryWrites: true, retryReads: true });
  });

  it.each([
    ["appName=of%20my%20own", { appName: "of my own" }],
    ["compressors=zlib,zstd&zlibCompressionLevel=9", { compressors: ["zlib", "zstd"], zlibCompressionLevel: 9 }],
    ["connectTimeoutMS=1000&socketTimeoutMS=2000", { connectTimeoutMS: 1_000, socketTimeoutMS: 2_000 }],
    ["waitQueueTimeoutMS=4000&maxIdleTimeMS=120000", { waitQueueTimeoutMS: 4_000, maxIdleTimeMS: 120_000 }],
    ["heartbeatFrequencyMS=5000&localThresholdMS=30", { heartbeatFrequencyMS: 5_000, localThresholdMS: 30 }],
    ["maxPoolSize=7&minPoolSize=1&maxConnecting=1", { maxPoolSize: 7, minPoolSize: 1, maxConnecting: 1 }],
    ["readConcernLevel=local", { readConcern: { level: "local" } }],
    ["retryWrites=false&retryReads=false", { retryWrites: false, retryReads: false }],
    ["RETRYWRITES=false", { retryWrites: false }],
    ["serverMonitoringMode=poll", { serverMonitoringMode: "poll" }],
    ["tls=true&tlsAllowInvalidCertificates=true", { tls: true, rejectUnauthorized: false }],
    ["w=1", { writeConcern: { w: 1, journal: true } }],
    ["w=2&journal=false&wtimeoutMS=3000", { writeConcern: { w: 2, journal: false, wtimeoutMS: 3_000 } }],
  ])("has what the connection string says: %s (Q200)", async (query, expected) => {
    expect((await clientFor(`?${query}`)).options).toMatchObject(expected);
  });

  it("has the pool that is asked for, unless the connection string says another", async () => {
    expect((await clientFor("", { poolSize: 3 })).options.maxPoolSize).toBe(3);
    expect((await clientFor("?maxPoolSize=7", { poolSize: 3 })).options.maxPoolSize).toBe(7);
  });

  it("reads from the primary, where an ended session is ended, whatever the connection string prefers", async () => {
    const { options } = await clientFor("?readPreference=secondaryPreferred");
    expect(options.readPreference.mode).toBe("primary");
  });

  it("is not made before the first operation", async () => {
    let clients = 0;
    const database = openMongoDatabase({
      uri: `mongodb://127.0.0.1:${await unusedPort()}/rollcall`,
      definitions: [],
      onClient: () => clients++,
    });
    database.collection(users);
    await database.close();
    expect(clients).toBe(0);
  });
});

describe("a MongoDB that does not answer", () => {
  it("makes operations unavailable, with a time to come back", async () => {
    const uri = `mongodb://127.0.0.1:${await unusedPort()}/rollcall`;
    const database = openMongoDatabase({ uri, definitions: [] });
    onTestFinished(() => database.close());
    const outcomes = await Promise.allSettled([database.ping(), database.collection(things).findOne({ _id: "a" })]);
    const reason = expect.objectContaining({ name: "RollcallError", code: "unavailable", retryAfter: 2 });
    expect(outcomes).toEqual([
      { status: "rejected", reason },
      { status: "rejected", reason },
    ]);
  });
});

describe.runIf(hasMongodb)("the commands that MongoDB is sent", () => {
  it("carry the write and the read concern, one command for each operation (Q175)", async () => {
    const { database, commands } = openObserved((await newMongodbUri()).uri);
    const collection = database.collection(things);
    await database.prepare();
    commands.length = 0;
    await collection.insertOne({ _id: "a", email: "a@example.com" });
    await collection.findOneAndUpdate({ _id: "a" }, { $inc: { count: 1 } });
    await collection.updateOne({ _id: "a" }, { $inc: { count: 1 } });
    await collection.deleteOne({ _id: "a" });
    const writeConcern = { w: "majority", j: true };
    expect(commands).toMatchObject([
      { insert: "users", writeConcern },
      { findAndModify: "users", writeConcern },
      { update: "users", writeConcern },
      { delete: "users", writeConcern },
    ]);
    commands.length = 0;
    await collection.findOne({ _id: "a" });
    await collection.find({}, { sort: { _id: 1 }, limit: 10 });
    const readConcern = { level: "majority" };
    expect(commands).toMatchObject([
      { find: "users", readConcern },
      { find: "users", readConcern },
    ]);
  });

  it("ask for all that a page may have in one batch, however much that is: one trip", async () => {
    const { database, commands } = openObserved((await newMongodbUri()).uri);
    await database.prepare();
    commands.length = 0;
    await database.collection(things).find({}, { sort: { _id: 1 }, limit: 500 });
    // One more than the limit leaves no cursor open.
    expect(commands).toMatchObject([{ find: "users", limit: 500, batchSize: 501 }]);
  });
});

describe.runIf(hasMongodb)("20 openings of one empty database at once", () => {
  it("create every index once, and each holds from the first write (Q178)", async () => {
    const { uri, client } = await newMongodbUri();
    const databases = Array.from({ length: 20 }, () => openObserved(uri, { maxPoolSize: 1 }).database);
    const inserts = databases.map((database, index) =>
      database.collection(things).insertOne({ _id: `id${index}`, email: "same@example.com" }),
    );
    const outcomes = await Promise.allSettled(inserts);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(DuplicateKeyError);
    }
    const indexes = await client.db().collection(users.name).indexes();
    const keys = indexes.map(({ key }) => JSON.stringify(key)).sort();
    expect(keys).toEqual(
      [{ _id: 1 }, ...users.indexes.map(({ keys }) => keys)].map((key) => JSON.stringify(key)).sort(),
    );
    expect(indexes.find(({ key }) => key.email)).toMatchObject({ unique: true });
    expect(indexes.find(({ key }) => key.credentialIds)).toMatchObject({ unique: true, sparse: true });
  });
});

describe.runIf(hasMongodb)("an index that a later version brings", () => {
  it("is made where there are accounts already, and holds for them (Q136)", async () => {
    const { uri } = await newMongodbUri();
    const { collection: old } = openAs(uri, { ...things, indexes: users.indexes.filter(({ sparse }) => !sparse) });
    await old.insertOne({ _id: "a", email: "a@example.com", credentialIds: ["x"] });
    for (const _id of ["b", "c"]) await old.insertOne({ _id, email: `${_id}@example.com` });
    const { database, collection } = openAs(uri, things);
    await database.prepare();
    const change = collection.updateOne({ _id: "b" }, { $set: { credentialIds: ["x"] } });
    await expect(change).rejects.toBeInstanceOf(DuplicateKeyError);
    expect(await collection.updateOne({ _id: "b" }, { $set: { credentialIds: ["y"] } })).toBe(true);
  });
});

describe.runIf(hasMongodb)("the name of the database", () => {
  it("is the one in the connection string, with what stands after it left to the driver", async () => {
    const { uri, client } = await newMongodbUri();
    const url = new URL(uri);
    url.searchParams.set("appName", "of my own");
    const database = openMongoDatabase({ uri: url.href, definitions: [things as never] });
    onTestFinished(() => database.close());
    await database.collection(things).insertOne({ _id: "a", email: "a@example.com" });
    expect(await client.db().collection(things.name).countDocuments()).toBe(1);
  });
});
