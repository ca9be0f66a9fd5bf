import { setTimeout as sleep } from "node:timers/promises";
import { MongoClient } from "mongodb";
import { MongoMemoryReplSet } from "mongodb-memory-server-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { openMongoDatabase, type RollcallError } from "../../packages/core/src/index.ts";
import { startAnsweringMongodb } from "../support/answering-mongodb.ts";
import { timed } from "../support/timed.ts";
import { expectBack, visitorsOf } from "./support/outage.ts";
import { startService } from "./support/service.ts";
import { refresh, sendTraffic } from "./support/traffic.ts";

/** A replica set of three; which member is primary is for the test to say. */
async function startReplicaSet() {
  let primary: number | null = 0;
  const hosts: string[] = [];
  const greeting = (member: number) => () => ({
    setName: "rs0",
    hosts,
    me: hosts[member],
    isWritablePrimary: member === primary,
    ismaster: member === primary,
    secondary: member !== primary,
  });
  const notPrimary = { ok: 0, code: 10107, codeName: "NotWritablePrimary", errmsg: "not primary" };
  for (const member of [0, 1, 2]) {
    const { host } = await startAnsweringMongodb(() => (member === primary ? {} : notPrimary), greeting(member));
    hosts.push(host);
  }
  return {
    uri: `mongodb://${hosts.join()}/rollcall?replicaSet=rs0`,
    elect(member: number | null) {
      primary = member;
    },
  };
}

/** What becomes of an operation. */
const outcomes = [() => "answered", ({ code }: RollcallError) => code] as const;

describe("a replica set that has no primary for 7 seconds", () => {
  it("is asked again at its new one within 10 seconds, with nobody left waiting (Q191)", async () => {
    const { uri, elect } = await startReplicaSet();
    const clients: MongoClient[] = [];
    const database = openMongoDatabase({ uri, definitions: [], onClient: (client) => clients.push(client) });
    onTestFinished(() => database.close());
    const ask = () => timed(() => database.ping().then(...outcomes));
    expect((await ask()).result).toBe("answered");
    elect(null);
    const electedAt = performance.now() + 7_000;
    setTimeout(() => elect(2), 7_000);
    const asked = [];
    do asked.push(await ask());
    while (asked.at(-1)?.result !== "answered");
    expect(performance.now() - electedAt).toBeLessThan(10_000);
    expect(Math.max(...asked.map(({ ms }) => ms))).toBeLessThan(9_000);
    expect(new Set(asked.map(({ result }) => result))).toEqual(new Set(["unavailable", "answered"]));
    expect(clients.length).toBeLessThan(5);
  });
});

const systemBinary = process.env.MONGOMS_SYSTEM_BINARY;

describe.skipIf(!systemBinary)(
  "a replica set of real servers (MONGOMS_SYSTEM_BINARY) whose primary is stopped for good",
  () => {
    it("has a new one within 10 seconds, and loses nothing that was acknowledged (Q173, Q175, Q191)", async () => {
      const set = await MongoMemoryReplSet.create({
        binary: { systemBinary: systemBinary as string, checkMD5: false },
        replSet: { count: 3, storageEngine: "wiredTiger" },
      });
      onTestFinished(async () => void (await set.stop()));
      const service = await startService("mongodb", { mongodbUri: set.getUri("rollcall") });
      const visitors = visitorsOf(service);
      await visitors.join();
      const traffic = sendTraffic(service, 6);
      await sleep(2_000);
      const client = await MongoClient.connect(set.getUri());
      const { primary } = await client.db().command({ hello: 1 });
      await client.close();
      await set.servers.find(({ instanceInfo }) => `127.0.0.1:${instanceInfo?.port}` === primary)?.stop();
      const { sessions } = await traffic;
      console.log(`Another primary after ${Math.round(await expectBack(visitors))} ms; ${sessions.length} accounts`);
      for (const session of sessions) expect((await refresh(service, session)).status).toBe(200);
    });
  },
);
