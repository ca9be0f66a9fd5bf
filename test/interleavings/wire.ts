import { randomBytes, randomInt } from "node:crypto";
import { definitions, openMongoDatabase } from "@rollcall/core";
import type { MongoClient } from "mongodb";
import { judge } from "./check.ts";
import { type Bench, benchFor, runScenario, toScheduleName } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";
import type { Fault } from "./schedule.ts";
import { type Explain, explainBySerialRuns } from "./serial.ts";
import { createWorld } from "./world.ts";

/** A bench on the server of MONGODB_URI, in a database of its own that goes with it. */
export async function openWireBench(uri: string): Promise<Bench & { close(): Promise<void> }> {
  const url = new URL(uri);
  url.pathname = `/rollcall_interleavings_${randomBytes(6).toString("hex")}`;
  let client: MongoClient | undefined;
  const onClient = (opened: MongoClient) => {
    client = opened;
  };
  const database = openMongoDatabase({ uri: url.href, definitions, onClient });
  await database.prepare();
  return {
    world: await createWorld(),
    database,
    async close() {
      await client?.db(client.options.dbName).dropDatabase();
      await database.close();
    },
  };
}

/**
 * Runs so many schedules that are chosen at random on a server that speaks MongoDB's protocol, and holds them against what the embedded
 * database comes to, one verb after the other. The same seed chooses the same ones. @returns what does not hold
 */
export async function sampleOnWire(uri: string, count: number, seed = randomInt(2 ** 31)): Promise<string[]> {
  console.log(`${count} schedules on MongoDB, chosen by --seed ${seed}`);
  const random = randomFrom(seed);
  const bench = await openWireBench(uri);
  const explains = new Map<number, Explain>();
  const findings: string[] = [];
  try {
    for (let left = count; left > 0; ) {
      const index = random(scenarios.length);
      const scenario = scenarios[index] as (typeof scenarios)[number];
      const explain = explains.get(index) ?? (await explainBySerialRuns(benchFor(bench.world), scenario));
      explains.set(index, explain);
      const kind = (["death", "lost", "unsent"] as const)[random(5)];
      const fault: Fault | null = kind ? { kind, task: random(scenario.verbs.length), call: 1 + random(4) } : null;
      const choices: number[] = [];
      const choose = (waiting: readonly unknown[]) => choices[choices.push(random(waiting.length)) - 1] ?? 0;
      const outcome = await runScenario(bench, scenario, { choose, fault });
      if (!outcome || (fault && !outcome.isFaulty)) continue;
      left--;
      for (const { invariant, problem } of await judge(bench, outcome, fault, explain))
        findings.push(`${invariant}: ${problem}\n  --wire --replay "${toScheduleName(scenario, fault, choices)}"`);
    }
  } finally {
    await bench.close();
  }
  return findings;
}

/** Numbers below a bound that look random, and are the same ones each time (Park and Miller's generator). */
function randomFrom(seed: number): (below: number) => number {
  let state = (seed % 2_147_483_646) + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
