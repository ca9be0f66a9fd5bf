import type { MongoClient } from "mongodb";
import { describe, expect, it, onTestFinished } from "vitest";
import { hasMongodb, newMongodbUri, openObserved } from "../../../../test/support/mongodb.ts";
import { unusedPort } from "../../../../test/support/tcp-proxy.ts";
import { things } from "../../../../test/support/things.ts";
import { users } from "../user/index.ts";
import { DuplicateKeyError } from "./collection.ts";
import { openMongoDatabase } from "./mongodb.ts";

/** The client that a database makes of a connection string. */
async function clientFor(query: string): Promise<MongoClient> {
  let client: MongoClient | undefined;
  const database = openMongoDatabase({
    uri: `mongodb://127.0.0.1:${await unusedPort()}/rollcall${query}`,
    definitions: [],
    driver: { serverSelectionTimeoutMS: 50 },
    onClient: (opened) => {
      client = opened;
    },
  });
  await expect(database.ping()).rejects.toMatchObject({ code: "unavailable" });
  return client as MongoClient;
}

describe("the connection to MongoDB", () => {
  const weaker = "?w=1&journal=false&retryWrites=false&retryReads=false&readConcernLevel=local";

  it.each([
    ["by default", ""],
    ["also when the connection string asks for less", weaker],
  ])("reads and writes what a majority has journalled, and tries again once, %s (Q175)", async (_when, query) => {
    const { options } = await clientFor(query);
    expect(options.writeConcern).toMatchObject({ w: "majority", journal: true });
    expect(options.readConcern).toMatchObject({ level: "majority" });
    expect(options).toMatchObject({ retryWrites: true, retryReads: true });
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
