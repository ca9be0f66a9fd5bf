import type { Call } from "./load/call.ts";
import type { Generator } from "./load/start-generator.ts";
import type { Server } from "./processes/server.ts";
import { interleaved, median, pairedDifference, pairedRatio, spread, spreadColumns } from "./sampling.ts";
import type { Progress, Table } from "./scenario.ts";
import type { Program } from "./subjects/subject.ts";

/** What a contestant did in one slice of time. */
export interface Slice {
  /** Milliseconds of processor time for an operation. */
  cpu: number;
  /** Operations in a second. */
  rate: number;
  /** Milliseconds until the answer, the slowest twentieth aside. */
  p95: number;
}

export interface Contestant {
  name: string;
  take(milliseconds: number): Promise<Slice>;
}

export interface Contest {
  /** Of one contestant over another, round by round. */
  ratio(what: keyof Slice, name: string, other: string): number;
  /** The same with how much more one has. */
  difference(what: keyof Slice, name: string, other: string): number;
  median(what: keyof Slice, name: string): number;
  tables: Table[];
  samples: Record<string, number[]>;
}

/** Contestants take turns in slices of time. */
export interface Rules {
  rounds: number;
  milliseconds: number;
}

export async function contest(
  contestants: readonly Contestant[],
  { rounds, milliseconds }: Rules,
  progress: Progress,
): Promise<Contest> {
  const slices = await interleaved(contestants, rounds, (contestant, round) => {
    progress(round, rounds + 1, contestant.name);
    return contestant.take(milliseconds);
  });
  const byName = new Map([...slices].map(([{ name }, taken]) => [name, taken]));
  const series = (what: keyof Slice, name: string) => (byName.get(name) ?? []).map((slice) => slice[what]);
  const table = (what: keyof Slice, title: string, unit: string): Table => ({
    title,
    unit,
    columns: spreadColumns,
    rows: [...byName.keys()].map((name) => ({ name, values: spread(series(what, name)) })),
    chart: true,
  });
  const samplesOf = (what: keyof Slice, unit: string) =>
    Object.fromEntries([...byName.keys()].map((name) => [`${name}, ${unit}`, series(what, name)]));
  return {
    ratio: (what, name, other) => pairedRatio(series(what, name), series(what, other)),
    difference: (what, name, other) => pairedDifference(series(what, name), series(what, other)),
    median: (what, name) => median(series(what, name)),
    tables: [
      table("cpu", "Processor time of an operation", "ms"),
      table("rate", "Throughput", "operations a second"),
      { ...table("p95", "Until the answer, in 95 of 100 cases", "ms"), chart: undefined },
    ],
    samples: { ...samplesOf("cpu", "ms of CPU"), ...samplesOf("rate", "operations a second") },
  };
}

/** A server under calls that come over connections of their own; `first` is what each of them calls once before. */
export async function callsTo(
  generator: Generator,
  server: Server<Program>,
  {
    name = server.subject.name,
    calls,
    first = [],
    lanes = 8,
  }: { name?: string; calls: Call[]; first?: Call[]; lanes?: number },
): Promise<Contestant> {
  await generator.open({ open: name, url: server.url, lanes, first });
  return {
    name,
    async take(milliseconds) {
      const before = await server.usage();
      const ran = await generator.run({ run: name, calls, milliseconds });
      const { cpu } = await server.usage();
      return {
        cpu: (cpu - before.cpu) / ran.count,
        rate: (ran.count / ran.milliseconds) * 1_000,
        p95: ran.latency.p95,
      };
    },
  };
}
