import { randomBytes } from "node:crypto";
import { definitions, openMongoDatabase, type SignedIn, systemContext, type Tokens } from "@rollcall/core";
import { retain } from "@rollcall/core/retention";
import { MongoClient } from "mongodb";
import { cpuOfThisProcess, median } from "../sampling.ts";
import { password, type Service, startService } from "./accounts.ts";
import type { Operation } from "./operations.ts";

/**
 * Milliseconds of processor time of one call, its hash in it; `hash` is that of a hash alone, `relay` that of an event that is carried
 * out, `removal` that of an account that is looked through for what is over.
 */
export type ProcessorTimes = Record<Operation | "hash" | "relay" | "removal", number>;

const rounds = 7;
const callsInARound = 20;

/** What each operation takes of the processor in this process, on the database at `uri`: the median of some rounds. */
export async function measureProcessor(uri: string): Promise<ProcessorTimes> {
  const url = new URL(uri);
  url.pathname = `/rollcall_capacity_${randomBytes(6).toString("hex")}`;
  const database = openMongoDatabase({ uri: url.href, definitions });
  try {
    return await measure(startService({ database }));
  } finally {
    await database.close();
    await using client = new MongoClient(url.href);
    await client.db(url.pathname.slice(1)).dropDatabase();
  }
}

async function measure(service: Service): Promise<ProcessorTimes> {
  const accounts: SignedIn[] = [];
  for (let n = 0; n < callsInARound; n++) accounts.push(await service.register(`user${n}@example.com`, "Ada Lovelace"));
  const account = (n: number) => accounts[n % callsInARound] as SignedIn;
  const context = systemContext(service.dependencies);
  const hashed = await context.passwords.hash(context, "", password);
  let registered = 0;
  const calls: Record<Operation | "hash", (n: number) => Promise<unknown>> = {
    signIn: (n) => service.signIn(account(n).user.email),
    register: () => service.register(`new${registered++}@example.com`, "Ada Lovelace"),
    refresh: async (n) => {
      const body = { refreshToken: account(n).tokens.refreshToken };
      const refreshed = await service.call<{ tokens: Tokens }>("POST", "/auth/refresh", { body });
      account(n).tokens = refreshed.tokens;
    },
    me: (n) => service.call("GET", "/me", { token: account(n).tokens.accessToken }),
    serviceToken: (n) =>
      service.call("POST", "/auth/tokens", { token: account(n).tokens.accessToken, body: { audience: "orders" } }),
    hash: () => context.passwords.verify(context, "", hashed, password),
  };
  const samples = Object.fromEntries([...Object.keys(calls), "relay"].map((name) => [name, [] as number[]]));
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, call] of Object.entries(calls)) {
      const taken = await processorTime(call);
      if (round > 0) samples[name]?.push(taken);
    }
    const before = cpuOfThisProcess();
    const { delivered } = await service.settle();
    if (round > 0) samples.relay?.push((cpuOfThisProcess() - before) / delivered);
  }
  const medians = Object.entries(samples).map(([name, taken]) => [name, median(taken)]);
  const before = cpuOfThisProcess();
  await retain(service.dependencies);
  const removal = (cpuOfThisProcess() - before) / (callsInARound + registered);
  return { ...(Object.fromEntries(medians) as Omit<ProcessorTimes, "removal">), removal };
}

async function processorTime(call: (n: number) => Promise<unknown>): Promise<number> {
  const before = cpuOfThisProcess();
  for (let n = 0; n < callsInARound; n++) await call(n);
  return (cpuOfThisProcess() - before) / callsInARound;
}
