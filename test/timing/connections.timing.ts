import type { MongoClient } from "mongodb";
import { describe, expect, it, onTestFinished } from "vitest";
import { openMongoDatabase, type RollcallError } from "../../packages/core/src/index.ts";
import { signUp } from "../support/accounts.ts";
import { startAnsweringMongodb } from "../support/answering-mongodb.ts";
import { startNodeServer, temporaryDirectory } from "../support/commands.ts";
import { cutConnections, everyCut, expectHealed } from "../support/connection-cuts.ts";
import { hasMongodb, newMongodbBehindProxy } from "../support/mongodb.ts";
import { testSecret } from "../support/rollcall.ts";
import { timed } from "../support/timed.ts";

const poolSize = 4;

/** The server, with a database that a test can cut it off from, and a request that asks the database once. */
async function startBehindProxy(tls: boolean) {
  const { uri, proxy } = await newMongodbBehindProxy({ tls });
  const env = {
    SECRET_KEY: testSecret,
    ISSUER: "https://auth.example.test",
    MONGODB_URI: uri,
    MONGODB_POOL_SIZE: String(poolSize),
    LOG_LEVEL: "silent",
  };
  const { url } = await startNodeServer({ cwd: temporaryDirectory(), env });
  const call = (method: string, path: string, { body, token }: { body?: unknown; token?: string } = {}) =>
    fetch(url + path, {
      method,
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const { tokens } = await signUp({ call });
  const readMe = async () => {
    const response = await call("GET", "/me", { token: tokens.accessToken });
    await response.arrayBuffer();
    return response.status;
  };
  return { proxy, readMe };
}

describe.runIf(hasMongodb).each([
  ["without TLS", false],
  ["with TLS", true],
])("a server whose connections to the database are cut 30 times, %s", (_title, tls) => {
  it("answers again within 10 seconds each time, leaves nobody waiting, and has its whole pool (Q191)", {
    timeout: 300_000,
  }, async () => {
    const { proxy, readMe } = await startBehindProxy(tls);
    expectHealed(await cutConnections(proxy, everyCut(30), { request: readMe, clients: 6 }));

    proxy.slow(1_000);
    const all = () => Promise.all(Array.from({ length: poolSize }, readMe));
    await all();
    const { result, ms } = await timed(all);
    expect(result).toEqual(Array(poolSize).fill(200));
    expect(ms).toBeLessThan(1_800);
  });
});

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
