import { readFileSync, writeFileSync } from "node:fs";
import { costTables } from "../bench/capacity/cost-tables.ts";
import { scalingTables } from "../bench/capacity/scaling-tables.ts";
import { isOutdated, simulateAnew } from "../bench/capacity/simulation/simulated.ts";
import { simulationTables } from "../bench/capacity/simulation-tables.ts";

/*
 * Holds the numbers of docs/scaling.md and docs/costs.md against the model that they come from (bench/capacity). With --write it
 * fills them in, and simulates anew where that is due.
 */

const pages: Record<string, Record<string, () => string>> = {
  "docs/scaling.md": { ...scalingTables, ...simulationTables },
  "docs/costs.md": costTables,
};

const command = "npx node scripts/capacity.ts --write";

/** What stands between `<!-- capacity: NAME -->` and the next `<!-- end -->`. */
const block = /(<!-- capacity: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g;

export function checkCapacity(write = false): string[] {
  if (isOutdated()) {
    if (!write) return [`bench/capacity/simulation/simulated.json: run ${command}`];
    simulateAnew();
  }
  return Object.entries(pages).flatMap(([page, tables]) => checkPage(page, tables, write));
}

function checkPage(page: string, tables: Record<string, () => string>, write: boolean): string[] {
  const text = readFileSync(page, "utf8");
  const problems: string[] = [];
  const expected = text.replace(block, (whole, begin: string, name: string, end: string) => {
    const make = tables[name];
    if (make) return `${begin}\n${make()}\n\n${end}`;
    problems.push(`${page}: bench/capacity has no ${name}`);
    return whole;
  });
  if (write) writeFileSync(page, expected);
  else if (expected !== text) problems.push(`${page}: run ${command}`);
  return problems;
}

if (import.meta.main) {
  const problems = checkCapacity(process.argv.includes("--write"));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
