import { expect } from "vitest";
import { signUp } from "../../support/accounts.ts";
import { startNodeServer, temporaryDirectory } from "../../support/commands.ts";
import { cutConnections, everyCut, expectHealed } from "../../support/connection-cuts.ts";
import { newMongodbBehindProxy } from "../../support/mongodb.ts";
import { testSecret } from "../../support/rollcall.ts";
import { timed } from "../../support/timed.ts";

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

/** Cuts a server's connections to its database so many times, and then lets it use its whole pool. */
export async function expectServerHeals(times: number, { tls }: { tls: boolean }): Promise<void> {
  const { proxy, readMe } = await startBehindProxy(tls);
  expectHealed(await cutConnections(proxy, everyCut(times), { request: readMe, clients: 6 }));

  proxy.slow(1_000);
  const all = () => Promise.all(Array.from({ length: poolSize }, readMe));
  await all();
  const { result, ms } = await timed(all);
  expect(result).toEqual(Array(poolSize).fill(200));
  expect(ms).toBeLessThan(1_800);
}
