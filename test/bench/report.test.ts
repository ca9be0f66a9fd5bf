import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { chart } from "../../bench/report/chart.ts";
import { boundOf, number } from "../../bench/report/numbers.ts";
import { readRecord } from "../../bench/report/record.ts";
import { asText } from "../../bench/report/terminal.ts";
import { writePage } from "../../bench/report/write.ts";
import type { Result, Scenario } from "../../bench/scenario.ts";

const scenario: Scenario = {
  name: "sums",
  title: "Sums",
  about: "What a sum costs.",
  seconds: 1,
  measure: () => Promise.reject(new Error("It is not measured here")),
};

const result: Result = {
  ratios: [
    { name: "CPU, of Map<K, V>'s", value: 0.4, atMost: 0.5 },
    { name: "Sums a second", value: 1_250.4, atLeast: 2_000 },
  ],
  tables: [
    {
      title: "Processor time",
      unit: "ms",
      columns: ["median", "p5", "p95"],
      rows: [
        { name: "Rollcall", values: [1, 0.5, 2] },
        { name: 'A & <B> "C"', values: [4, 3, 5] },
        { name: "Nobody", values: [null, null, null] },
      ],
      chart: true,
    },
    { title: "Trips", unit: "trips", columns: ["one", "two"], rows: [{ name: "Rollcall", values: [1, 2] }] },
  ],
  samples: { "Rollcall, ms": [1, 0.333333333, 12_345_678] },
  method: "By counting.",
};

function written(...scenarios: Scenario[]) {
  const directory = mkdtempSync(join(tmpdir(), "rollcall-report-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const one of scenarios) writePage(one, result, ["Node 24", "a database"], directory);
  return {
    directory,
    files: readdirSync(directory).sort(),
    read: (file: string) => readFileSync(join(directory, file), "utf8"),
  };
}

it("numbers have three digits that count, bounds their direction", () => {
  expect([0.000123456, 1.2345, 15.94, 1_250.4, 743_206, 2, Number.NaN].map(number)).toEqual([
    "0.000123",
    "1.23",
    "15.9",
    "1,250",
    "743,206",
    "2",
    "-",
  ]);
  expect(boundOf({ name: "", value: 1, atMost: 0.5 })).toBe("at most 0.5");
  expect(boundOf({ name: "", value: 1 })).toBe("");
});

it("a terminal is told the ratios first, and which of them miss their bounds", () => {
  const [first, second, , ...table] = asText(result).split("\n");
  expect([first, second]).toEqual([
    "CPU, of Map<K, V>'s: 0.4 (at most 0.5)",
    "Sums a second: 1,250 (at least 2,000, MISSED)",
  ]);
  expect(table.slice(0, 3)).toEqual([
    "Processor time, ms",
    "               median   p5  p95",
    "  Rollcall          1  0.5    2",
  ]);
});

describe("a page", () => {
  it("comes with a chart for light and one for dark pages, its samples, and an index", () => {
    const { files, read } = written(scenario);
    expect(files).toEqual(["README.md", "sums-1.dark.svg", "sums-1.light.svg", "sums.json", "sums.md"]);
    const page = read("sums.md");
    expect(page).toContain('srcset="sums-1.dark.svg"');
    expect(page).toContain("| CPU, of Map&lt;K, V>'s | **0.4** | at most 0.5 |");
    expect(page).toContain("| Sums a second | **1,250** | at least 2,000: **missed** |");
    expect(page).toContain("| Nobody |  |  |  |");
    expect(page.indexOf("**0.4**")).toBeLessThan(page.indexOf("## Processor time"));
  });

  it("keeps samples in four digits", () => {
    const { directory } = written(scenario);
    const { samples, machine } = readRecord("sums", directory) ?? {};
    expect(samples).toEqual({ "Rollcall, ms": [1, 0.3333, 12_345_678] });
    expect(machine).toEqual(["Node 24", "a database"]);
    expect(readRecord("products", directory)).toBeUndefined();
  });

  it("is written over its older self, and the index has all of them", () => {
    const other = { ...scenario, name: "products", title: "Products" };
    const { files, read } = written(scenario, other, scenario);
    expect(files).toHaveLength(9);
    expect(read("README.md")).toContain("| [Products](products.md) | CPU, of Map&lt;K, V>'s | **0.4** | at most 0.5 |");
    expect(read("README.md").match(/\[Sums\]/g)).toHaveLength(1);
  });
});

describe("a chart", () => {
  const [table] = result.tables;
  const svg = chart(table as Result["tables"][number], "dark");

  it("says in words what it shows", () => {
    expect(svg).toContain('role="img" aria-labelledby="title description"');
    expect(svg).toContain('<title id="title">Processor time (ms)</title>');
    expect(svg).toContain('<desc id="description">Rollcall: 1; A &amp; &lt;B> &quot;C&quot;: 4</desc>');
  });

  it("has a bar for each row that has a value, as long as the value", () => {
    const lengths = [...svg.matchAll(/<rect x="\d+" y="\d+" width="([\d.]+)"/g)].map(([, width]) => Number(width));
    expect(lengths).toHaveLength(2);
    expect((lengths[1] as number) / (lengths[0] as number)).toBeCloseTo(4, 1);
  });
});
