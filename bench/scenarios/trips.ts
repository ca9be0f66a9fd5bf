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
/** After so many milliseconds without a command nothing is left to be done. */
const quiet = 100;

type Kind = (typeof kinds)[number];

/** What one call took, until its answer and in all. */
interface Cost {
  trips: number;
  bytes: number;
  allTrips: number;
}

type Costs = Record<Kind, Cost[]>;

export const scenario: Scenario = {
  name: "trips",
  title: "Trips to the database",
  about: "How often each operation goes to the database, and with how many bytes.",
  seconds: 30,
  unavailable: needsMongodb,
  async measure(progress) {
    const all = new Map<string, Costs>();
    for (const [at, subject] of subjects.entries()) {
      progress(at, subjects.length, subject.name);
      all.set(subject.name, await costsOf(subject));
    }
    const table = (title: string, what: keyof Cost, unit: string) => ({
      title,
      unit,
      columns: kinds.map((kind) => kindNames[kind]),
      rows: [...all].map(([name, costs]) => ({ name, values: kinds.map((kind) => typical(costs, kind, what)) })),
    });
    const ours = all.get(rollcall.name) as Costs;
    return {
      ratios: kinds.flatMap((kind): Ratio[] => [
        within(`Trips, ${kindNames[kind]}`, typical(ours, kind, "trips"), budgets.trips[kind]),
        within(`Bytes, ${kindNames[kind]}`, typical(ours, kind, "bytes"), budgets.bytes[kind]),
      ]),
      tables: [
        table("Until the answer", "trips", "trips"),
        table("Both ways, until the answer", "bytes", "bytes"),
        table("With what is done afterwards", "allTrips", "trips"),
      ],
      samples: Object.fromEntries(
        [...all].flatMap(([name, costs]) =>
          kinds.map((kind) => [`${name}, ${kindNames[kind]}, trips`, costs[kind].map(({ trips }) => trips)]),
        ),
      ),
      method: `Each server has its database behind a proxy that counts commands and bytes, without those that keep the driver's connections.
Each operation is done ${calls} times, one after another; the figures are medians. What Rollcall does in an answer's wake is
that it carries out events. better-auth without plugins and Express have no refresh: there the account is read instead.

${peersOfAccounts()}`,
    };
  },
};

const within = (name: string, value: number, atMost: number): Ratio => ({ name, value, atMost, isExact: true });

const typical = (costs: Costs, kind: Kind, what: keyof Cost) => median(costs[kind].map((cost) => cost[what]));

async function costsOf(subject: (typeof subjects)[number]): Promise<Costs> {
  const proxy = await startCountingProxy();
  try {
    return await withServers(
      [subject],
      async (_, [server]) => {
        const costs: Costs = { me: [], refresh: [], signIn: [], register: [] };
        for (const kind of kinds) costs[kind] = await costOf(server as Server, proxy, kind);
        return costs;
      },
      proxy.uri,
    );
  } finally {
    await proxy.stop();
  }
}

async function costOf(server: Server, proxy: CountingProxy, kind: Kind): Promise<Cost[]> {
  const { subject } = server;
  const kept = new Map([["n", `${kind}0`]]);
  const account = { ...subject.register, body: { ...subject.register.body, ...subject.signIn.body } };
  await ask(server, account, kept);
  await settled(proxy);
  const costs: Cost[] = [];
  // The first one connects and reads keys.
  for (let turn = 0; turn <= calls; turn++) {
    if (kind === "register") kept.set("n", `trip${String(turn).padStart(2, "0")}`);
    await ask(server, callOf(subject, kind), kept);
    const until = proxy.take();
    const after = await settled(proxy);
    if (turn > 0) costs.push({ ...count(until), allTrips: until.commands.length + after.commands.length });
  }
  return costs;
}

const count = ({ commands, bytes }: Traffic) => ({ trips: commands.length, bytes });

/** What goes over it until nothing does. */
async function settled(proxy: CountingProxy): Promise<Traffic> {
  const all: Traffic = { commands: [], bytes: 0 };
  for (let isQuiet = false; !isQuiet; ) {
    await new Promise((resolve) => setTimeout(resolve, quiet));
    const { commands, bytes } = proxy.take();
    all.commands.push(...commands);
    all.bytes += bytes;
    isQuiet = commands.length === 0;
  }
  return all;
}
