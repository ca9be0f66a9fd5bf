import { globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Result, Scenario } from "../scenario.ts";
import { chart, themes } from "./chart.ts";
import { chartName, index, page } from "./page.ts";
import { asJson, folder, readRecords, recordOf } from "./record.ts";

/** Writes a benchmark's page, its charts and samples, and the index anew. */
export function writePage(scenario: Scenario, result: Result, machine: string[], to = folder): void {
  mkdirSync(to, { recursive: true });
  const record = recordOf(scenario, result, machine);
  const { name } = scenario;
  for (const old of globSync(`${name}-[0-9].*.svg`, { cwd: to })) rmSync(join(to, old));
  for (const [at, table] of result.tables.entries()) {
    if (!table.chart) continue;
    for (const theme of themes) writeFileSync(join(to, `${chartName(name, at)}.${theme}.svg`), chart(table, theme));
  }
  writeFileSync(join(to, `${name}.md`), page(record, result));
  writeFileSync(join(to, `${name}.json`), asJson(record));
  writeFileSync(join(to, "README.md"), index(readRecords(to)));
}
