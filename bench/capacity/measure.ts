import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import type { Measured } from "./measured.ts";
import { measureProcessor } from "./processor.ts";
import { weigh } from "./weights.ts";

/* Measures what the model of docs/scaling.md stands on. With --write it is kept in measured.json; then bring the pages in step. */

const uri = process.env.MONGODB_URI;
if (!uri) {
  console.error(
    "MONGODB_URI is not set: the processor time of operations is measured on a database that is asked by wire.",
  );
  process.exit(2);
}

const processor = await measureProcessor(uri);
const weights = await weigh();
const model = cpus()[0]?.model ?? "an unknown processor";
const measured: Measured = {
  on: `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${model.trim()}, Node ${process.versions.node}`,
  processor: rounded(processor, 3),
  weights: { ...weights, indexes: mapIndexes(weights.indexes) },
};
const text = `${JSON.stringify(measured, null, 2)}\n`;
process.stdout.write(text);
if (process.argv.includes("--write")) writeFileSync(new URL("measured.json", import.meta.url), text);

function rounded<T extends Record<string, number>>(values: T, digits: number): T {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value.toFixed(digits))])) as T;
}

function mapIndexes(indexes: Measured["weights"]["indexes"]): Measured["weights"]["indexes"] {
  const all = Object.entries(indexes).map(([collection, weights]) => [
    collection,
    weights.map(({ name, ...numbers }) => ({ name, ...rounded(numbers, 1) })),
  ]);
  return Object.fromEntries(all);
}
