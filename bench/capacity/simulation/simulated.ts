import { createHash } from "node:crypto";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measured } from "../measured.ts";
import { runs, simulateAll } from "./runs.ts";
import type { Outcome } from "./service.ts";

/* What came of the runs is kept, as they take a minute or two: docs/scaling.md shows it. */

export interface Simulated {
  /** Of what it was made from. */
  from: string;
  outcomes: Kept[];
}

export type Kept = Omit<Outcome, "answersBySecond">;

const file = new URL("simulated.json", import.meta.url);

/** Of what goes in, and of the program itself. */
function fingerprint(): string {
  const program = globSync("*.ts", { cwd: import.meta.dirname }).sort();
  const texts = program.map((name) => readFileSync(join(import.meta.dirname, name), "utf8"));
  return createHash("sha256")
    .update(JSON.stringify([runs, measured.processor, texts]))
    .digest("base64url")
    .slice(0, 16);
}

export function readSimulated(): Simulated {
  return JSON.parse(readFileSync(file, "utf8")) as Simulated;
}

/** Whether the runs would have other numbers today. */
export const isOutdated = ({ from } = readSimulated()) => from !== fingerprint();

/** Runs everything anew. */
export function simulateAnew(): void {
  const outcomes = simulateAll((done, { name }) => console.log(`${done + 1} of ${runs.length}: ${name}`));
  const kept: Simulated = { from: fingerprint(), outcomes: outcomes.map(({ answersBySecond: _, ...rest }) => rest) };
  const short = (_: string, value: unknown) => (typeof value === "number" ? Number(value.toPrecision(5)) : value);
  writeFileSync(file, `${JSON.stringify(kept, short, 2)}\n`);
}
