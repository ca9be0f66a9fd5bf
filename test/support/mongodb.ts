import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { MongoClient, type MongoClientOptions } from "mongodb";
import { inject, onTestFinished } from "vitest";
import { definitions, openMongoDatabase } from "../../packages/core/src/index.ts";
import { selfSignedCertificate } from "./certificate.ts";
import { temporaryDirectory } from "./commands.ts";
import type { TestDatabase } from "./databases.ts";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy.ts";

/** Whether there is a MongoDB to test with. */
export const hasMongodb = inject("mongodbUri") !== null;

/** The address of a database of the test's own, which is dropped at the test's end, and a client to look into it. */
export async function newMongodbUri(): Promise<{ uri: string; client: MongoClient }> {
  const url = new URL(inject("mongodbUri") as string);
  url.pathname = `/rollcall_${inject("runId")}_${randomBytes(6).toString("hex")}`;
  const client = await MongoClient.connect(url.href);
  onTestFinished(async () => {
    await client.db().dropDatabase();
    await client.close();
  });
  return { uri: url.href, client };
}

/** The service's database at an address, with every command that is sent to it. */
export function openObserved(uri: string, driver: MongoClientOptions = {}) {
  const commands: Record<string, unknown>[] = [];
  const database = openMongoDatabase({
    uri,
    definitions,
    driver: { monitorCommands: true, ...driver },
    onClient: (client) => client.on("commandStarted", ({ command }) => commands.push(command)),
  });
  onTestFinished(() => database.close());
  const storage: TestDatabase = { database, roundTrips: () => commands.length, dispose: () => database.close() };
  return { ...storage, storage, commands };
}

/** The same address by way of a proxy, which can take the database away and, if asked, speaks TLS. */
export async function throughProxy(
  uri: string,
  { tls = false }: ProxyOptions = {},
): Promise<{ uri: string; proxy: TcpProxy }> {
  const url = new URL(uri);
  const target = { host: url.hostname, port: Number(url.port || 27017) };
  const certificate = tls ? selfSignedCertificate() : undefined;
  const proxy = await startTcpProxy(target, certificate);
  url.host = `127.0.0.1:${proxy.port}`;
  // Otherwise the driver would learn the server's own address from it, and go around the proxy.
  url.searchParams.set("directConnection", "true");
  if (certificate) {
    const file = join(temporaryDirectory(), "ca.pem");
    writeFileSync(file, certificate.cert);
    url.searchParams.set("tls", "true");
    url.searchParams.set("tlsCAFile", file);
  }
  return { uri: url.href, proxy };
}

export interface ProxyOptions {
  tls?: boolean;
}

/** A database of the test's own behind a proxy. */
export async function newMongodbBehindProxy(
  options?: ProxyOptions,
): Promise<{ uri: string; proxy: TcpProxy; client: MongoClient }> {
  const { uri, client } = await newMongodbUri();
  return { ...(await throughProxy(uri, options)), client };
}
