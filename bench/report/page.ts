import { isWithinBounds, type Ratio, type Result, type Table } from "../scenario.ts";
import { inWords } from "./chart.ts";
import { escaped, inMarkdown } from "./escaped.ts";
import { boundOf, number } from "./numbers.ts";
import type { Record } from "./record.ts";

/* The pages of docs/benchmarks, in Markdown. */

/** One benchmark: ratios, charts, tables, and how it was measured. */
export function page({ name, title, about, measuredOn, machine }: Record, result: Result): string {
  const { ratios, tables, method, samples } = result;
  const parts = [
    `# ${title}`,
    about,
    `    npm run bench -- --write ${name}`,
    ratios.length > 0 ? ratioTable(ratios.map((ratio) => ["", ratio])) : "",
    ...tables.map((table, at) => tablePart(table, chartName(name, at))),
    `## Method\n\n${method.trim()}`,
    `Measured on ${measuredOn}:\n\n${machine.map((line) => `- ${line}`).join("\n")}`,
    Object.keys(samples).length > 0 ? `[All samples](${name}.json)` : "",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** The pages and every ratio. */
export function index(records: readonly Record[]): string {
  const all = records.flatMap(({ name, title, ratios }) =>
    ratios.map((ratio, at): [string, Ratio] => [at === 0 ? `[${title}](${name}.md)` : "", ratio]),
  );
  const rest = records.filter(({ ratios }) => ratios.length === 0);
  const parts = [
    `# Benchmarks

What Rollcall costs beside what people would pick instead. Who is compared takes turns in one run on one machine, so the
ratios count; milliseconds are that machine's. Each page says how it was measured, on what, and has the samples.

    npm run bench                      # everything, some minutes; writes these pages
    npm run bench -- sign-in account   # these alone; with --write their pages, too
    npm run bench -- --help            # what there is

What needs a database is measured with MONGODB_URI set. Exact figures are guarded by tests and in CI; times are told, not judged.`,
    ratioTable(all),
    rest.length > 0
      ? `Without ratios: ${rest.map(({ name, title }) => `[${title.charAt(0).toLowerCase()}${title.slice(1)}](${name}.md)`).join(", ")}.`
      : "",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

export const chartName = (name: string, at: number) => `${name}-${at + 1}`;

function ratioTable(ratios: readonly [of: string, Ratio][]): string {
  const hasNames = ratios.some(([of]) => of !== "");
  const head = hasNames
    ? ["| | | Measured | Bound |", "|---|---|--:|---|"]
    : ["| | Measured | Bound |", "|---|--:|---|"];
  const rows = ratios.map(([of, ratio]) => {
    const verdict = isWithinBounds(ratio) ? "" : ": **missed**";
    const cells = [inMarkdown(ratio.name), `**${number(ratio.value)}**`, boundOf(ratio) + verdict];
    return `| ${(hasNames ? [of, ...cells] : cells).join(" | ")} |`;
  });
  return [...head, ...rows].join("\n");
}

function tablePart(table: Table, chart: string): string {
  const { title, unit, columns, rows, chart: hasChart } = table;
  const picture = `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="${chart}.dark.svg">
  <img src="${chart}.light.svg" alt="${escaped(`${title}, ${unit}. ${inWords(table)}`)}">
</picture>`;
  const cells = rows.map(({ name, values }) => {
    return `| ${[inMarkdown(name), ...values.map((value) => (value === null ? "" : number(value)))].join(" | ")} |`;
  });
  const grid = [`| ${unit} | ${columns.join(" | ")} |`, `|---|${columns.map(() => "--:|").join("")}`, ...cells];
  return [`## ${title}`, ...(hasChart ? [picture] : []), grid.join("\n")].join("\n\n");
}
