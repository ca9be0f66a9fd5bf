import type { MongoClient } from "mongodb";
import { describe, expect, it, onTestFinished } from "vitest";
import { openMongoDatabase, type RollcallError } from "../../packages/core/src/index.ts";
import { startAnsweringMongodb } from "../support/answering-mongodb.ts";
import { timed } from "../support/timed.ts";

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
