import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Contestant } from "../contest.ts";
import { startChild } from "../processes/child.ts";
import type { Side } from "../processes/cores.ts";
import type { Called, Calls } from "./host.ts";

/** A function as a contestant. */
export interface FunctionSubject {
  name: string;
  /** Where the function comes from, from the folder of the benchmarks. */
  module: string;
  /** The export that makes it. */
  maker: string;
  /** How many calls are under way at any time. */
  lanes?: number;
  variables?: Record<string, string>;
  /** By default it has a core of its own. */
  side?: Side;
}

/** A function in a process of its own. */
async function callsOf({ name, module, maker, lanes = 1, variables, side = "measured" }: FunctionSubject) {
  const file = pathToFileURL(join(import.meta.dirname, "..", module)).href;
  const child = startChild(side, [join(import.meta.dirname, "host.ts"), file, maker], variables);
  await child.says(/(ready)/);
  const contestant: Contestant = {
    name,
    async take(milliseconds) {
      const { count, ...took } = await child.ask<Called>({ milliseconds, lanes } satisfies Calls);
      return { cpu: took.cpu / count, rate: (count / took.milliseconds) * 1_000, p95: Number.NaN };
    },
  };
  return { contestant, stop: child.stop };
}

/** Functions as contestants, for as long as `use` runs. */
export async function withFunctions<T>(
  subjects: readonly FunctionSubject[],
  use: (contestants: Contestant[]) => Promise<T>,
): Promise<T> {
  const hosts = [];
  try {
    for (const subject of subjects) hosts.push(await callsOf(subject));
    return await use(hosts.map(({ contestant }) => contestant));
  } finally {
    for (const { stop } of hosts) await stop();
  }
}
