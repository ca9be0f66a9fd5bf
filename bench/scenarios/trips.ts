import { peersOfAccounts, withServers } from "../arena.ts";
import budgets from "../budgets.json" with { type: "json" };
import { type CountingProxy, startCountingProxy, type Traffic } from "../processes/counting-proxy.ts";
import type { Server } from "../processes/server.ts";
import { median } from "../sampling.ts";
import { needsMongodb, type Ratio, type Scenario } from "../scenario.ts";
import { betterAuth, betterAuthWithPlugins } from "../subjects/better-auth.ts";
import { callOf, kindNames, kinds } from "../subjects/mix.ts";
import { rollcall } from "../subjects/rollcall.ts";
import { ask } from "../subjects/seed.ts";
import { express, fastify } from "../subjects/written.ts";

const subjects = [rollcall, betterAuth, betterAuthWithPlugins, fastify, express];
const calls = 9;
/** After so many milliseconds without a command nothing is under way. */
const quiet = 100;

type Kind = (typeof kinds)[number];

/** What a kind of calls takes. */
interface Cost {
  /** Until the answer, of those beside which nothing else was done. */
  trips: number;
  bytes: number;
  /** Of a call, with its share of what is done afterwards. */
  allTrips: number;
}

type Costs = Record<Kind, Cost>;

export const scenario: Scenario = {
  name: "trips",
  title: "Trips to the database",
  about: "How often each operation goes to the database, and with how many bytes.",
  seconds: 40,
  unavailable: needsMongodb,
  async measure(progress) {
    const all = new Map<string, Costs>();
    for (const [at, subject] of subjects.entries()) {
      progress(at, subjects.length, subject.name);
      all.set(subject.name, await costsOf(subject));
    }
    const table = (title: string, unit: string, figure: (cost: Cost) => number) => ({
      title,
      unit,
      columns: kinds.map((kind) => kindNames[kind]),
      rows: [...all].map(([name, costs]) => ({ name, values: kinds.map((kind) => figure(costs[kind])) })),
    });
    const ours = all.get(rollcall.name) as Costs;
    return {
      ratios: kinds.flatMap((kind): Ratio[] => [
        within(`Trips, ${kindNames[kind]}`, ours[kind].trips, budgets.trips[kind]),
        within(`Bytes, ${kindNames[kind]}`, ours[kind].bytes, budgets.bytes[kind]),
      ]),
      tables: [
        table("Until the answer", "trips", ({ trips }) => trips),
        table("Both ways, until the answer", "bytes", ({ bytes }) => bytes),
        table("With what is done afterwards", "trips", ({ allTrips }) => allTrips),
      ],
      samples: Object.fromEntries(
        [...all].flatMap(([name, costs]) =>
          kinds.map((kind) => [`${name}, ${kindNames[kind]}, trips`, [costs[kind].trips]]),
        ),
      ),
      method: `Each server has its database behind a proxy that counts commands and bytes, without those that keep the driver's connections.
Each operation is done ${calls} times, one after another; those count beside which nothing
else was done, and of their bytes the median. Every sign-in is one to the same account, which has some sessions by then. What Rollcall does afterwards is that it carries out events, those of a
second together; its trips are shared among the calls. better-auth without plugins and Express have no refresh: there the account is read instead.

${peersOfAccounts()}`,
    };
  },
};

const within = (name: string, value: number, atMost: number): Ratio => ({ name, value, atMost, isExact: true });

async function costsOf(subject: (typeof subjects)[number]): Promise<Costs> {
  const proxy = await startCountingProxy();
  try {
    return await withServers(
      [subject],
      async (_, [server]) => {
        const costs: Partial<Costs> = {};
        for (const kind of kinds) costs[kind] = await costOf(server as Server, proxy, kind);
        return costs as Costs;
      },
      proxy.uri,
    );
  } finally {
    await proxy.stop();
  }
}

async function costOf(server: Server, proxy: CountingProxy, kind: Kind): Promise<Cost> {
  const { subject } = server;
  const kept = new Map([["n", `${kind}0`]]);
  const account = { ...subject.register, body: { ...subject.register.body, ...subject.signIn.body } };
  await ask(server, account, kept);
  // The first one connects and reads keys.
  await ask(server, callOf(subject, kind), kept.set("n", kind === "register" ? "trip" : `${kind}0`));
  const settled = () => commandsUntilQuiet(proxy, quiet + (subject.gathers ?? 0));
  await settled();
  const taken: Traffic[] = [];
  for (let turn = 0; turn < calls; turn++) {
    if (kind === "register") kept.set("n", `trip${turn}`);
    await ask(server, callOf(subject, kind), kept);
    taken.push(proxy.take());
  }
  const counts = taken.map(({ commands }) => commands.length);
  const trips = Math.min(...counts);
  const alone = taken.filter(({ commands }) => commands.length === trips);
  const all = counts.reduce((sum, some) => sum + some, await settled());
  return { trips, bytes: median(alone.map(({ bytes }) => bytes)), allTrips: all / calls };
}

async function commandsUntilQuiet(proxy: CountingProxy, milliseconds: number): Promise<number> {
  let count = 0;
  for (let some = Infinity; some > 0; count += some) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    some = proxy.take().commands.length;
  }
  return count;
}
