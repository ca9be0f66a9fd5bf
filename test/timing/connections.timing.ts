import { describe, expect, it } from "vitest";
import { signUp } from "../support/accounts.ts";
import { startNodeServer, temporaryDirectory } from "../support/commands.ts";
import { cutConnections, everyCut, type Round } from "../support/connection-cuts.ts";
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
    const rounds = await cutConnections(proxy, everyCut(30), { request: readMe, clients: 6 });
    for (const { cut, recovery, longest, statuses } of rounds) {
      expect.soft(recovery, cut).toBeLessThan(10_000);
      expect.soft(longest, cut).toBeLessThan(15_000);
      expect.soft(new Set([...statuses, 200, 503]), cut).toEqual(new Set([200, 503]));
    }
    const most = (of: (round: Round) => number) => Math.round(Math.max(...rounds.map(of)));
    console.log(`Recovery ${most((round) => round.recovery)} ms, request ${most((round) => round.longest)} ms at most`);

    proxy.slow(1_000);
    const all = () => Promise.all(Array.from({ length: poolSize }, readMe));
    await all();
    const { result, ms } = await timed(all);
    expect(result).toEqual(Array(poolSize).fill(200));
    expect(ms).toBeLessThan(1_800);
  });
});
