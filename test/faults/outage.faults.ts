import { describe, expect, it, vi } from "vitest";
import type { Database } from "../../packages/core/src/database/collection.ts";
import { RollcallError } from "../../packages/core/src/kernel/errors.ts";
import { cutConnections } from "../support/connection-cuts.ts";
import { hasMongodb, newMongodbBehindProxy, openObserved } from "../support/mongodb.ts";
import { things } from "../support/things.ts";

/** Short waits, for short tests. */
const impatient = { serverSelectionTimeoutMS: 300, socketTimeoutMS: 300, connectTimeoutMS: 300 };

/** Every operation there is, as it fails; none may succeed. */
async function failuresOf(database: Database): Promise<unknown[]> {
  const collection = database.collection(things);
  const outcomes = await Promise.allSettled([
    collection.insertOne({ _id: "x", email: "x@example.com" }),
    collection.findOne({ _id: "a" }),
    collection.find({}, { sort: { _id: 1 }, limit: 1 }),
    collection.findOneAndUpdate({ _id: "a" }, { $inc: { count: 1 } }),
    collection.updateOne({ _id: "a" }, { $inc: { count: 1 } }),
    collection.deleteOne({ _id: "none" }),
    database.ping(),
  ]);
  return outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason : outcome));
}

function expectUnavailable(failures: unknown[]): void {
  for (const failure of failures) {
    expect(failure).toBeInstanceOf(RollcallError);
    expect(failure).toMatchObject({ code: "unavailable", retryAfter: expect.any(Number) });
    expect((failure as RollcallError).retryAfter).toBeGreaterThan(0);
  }
}

/** The driver looks at a server that has been away twice a second at most. */
function answers(database: Database): Promise<void> {
  return vi.waitFor(() => database.ping(), { timeout: 5_000, interval: 50 });
}

describe.runIf(hasMongodb)("a MongoDB that goes away", () => {
  it("serves the same database object once it is there, and has its indexes then", async () => {
    const { uri, proxy, client } = await newMongodbBehindProxy();
    await proxy.close();
    const { database } = openObserved(uri, impatient);
    expectUnavailable(await failuresOf(database));
    await proxy.open();
    await answers(database);
    await database.collection(things).insertOne({ _id: "a", email: "a@example.com" });
    expect(await database.collection(things).findOne({ _id: "a" })).toMatchObject({ email: "a@example.com" });
    const indexes = await client.db().collection(things.name).indexes();
    expect(indexes).toHaveLength(1 + things.indexes.length);
  });

  it.each(["close", "stall"] as const)("and comes back is used again without a new object (%s)", async (disturb) => {
    const { uri, proxy } = await newMongodbBehindProxy();
    const { database } = openObserved(uri, impatient);
    const collection = database.collection(things);
    await collection.insertOne({ _id: "a", email: "a@example.com", count: 0 });
    await proxy[disturb]();
    expectUnavailable(await failuresOf(database));
    await proxy.open();
    await answers(database);
    expect(await collection.findOneAndUpdate({ _id: "a" }, { $set: { status: "back" } })).toMatchObject({
      email: "a@example.com",
      status: "back",
    });
  });

  it("and cuts connections that are in use, with TLS, is used again after each time (Q191)", async () => {
    const { uri, proxy } = await newMongodbBehindProxy({ tls: true });
    const { database } = openObserved(uri);
    const request = () =>
      database.ping().then(
        () => 200,
        (error) => {
          expectUnavailable([error]);
          return 503;
        },
      );
    await cutConnections(proxy, ["closed", "ended", "reset", "closed"], { request, clients: 3 });
    await database.ping();
  });
});
