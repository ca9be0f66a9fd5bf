import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Ratio, Result, Scenario } from "../scenario.ts";

/** What is kept of a run beside its page. */
export interface Record {
  name: string;
  title: string;
  about: string;
  /** The day, in UTC. */
  measuredOn: string;
  machine: string[];
  ratios: Ratio[];
  samples: Result["samples"];
}

export const folder = join(import.meta.dirname, "../../docs/benchmarks");

export function recordOf({ name, title, about }: Scenario, { ratios, samples }: Result, machine: string[]): Record {
  const rounded = Object.entries(samples).map(([series, values]) => [series, values.map(shortened)]);
  const measuredOn = new Date().toISOString().slice(0, 10);
  return { name, title, about, measuredOn, machine, ratios, samples: Object.fromEntries(rounded) };
}

/** Four digits are more than any sample is good for; a ratio is rounded where it is shown, once. */
const shortened = (value: number) => Number(value.toPrecision(Number.isInteger(value) ? 16 : 4));

/** As JSON, a series on a line. */
export function asJson({ samples, ...rest }: Record): string {
  const series = Object.entries(samples).map(
    ([name, values]) => `    ${JSON.stringify(name)}: ${JSON.stringify(values)}`,
  );
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  return `${head},\n  "samples": {${series.length > 0 ? `\n${series.join(",\n")}\n  ` : ""}}\n}\n`;
}

/** What has been measured before, by name; undefined where nothing was. */
export function readRecord(name: string, from = folder): Record | undefined {
  const file = join(from, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

export function readRecords(from = folder): Record[] {
  return globSync("*.json", { cwd: from })
    .sort()
    .map((file) => JSON.parse(readFileSync(join(from, file), "utf8")));
}
