import { isWithinBounds, type Ratio, type Result, type Table } from "../scenario.ts";
import { boundOf, number } from "./numbers.ts";

/** A result as text for a terminal, ratios first. */
export function asText({ ratios, tables }: Result): string {
  return [ratios.map(ratioLine).join("\n"), ...tables.map(tableText)].filter((part) => part !== "").join("\n\n");
}

function ratioLine(ratio: Ratio): string {
  const bound = boundOf(ratio);
  const verdict = isWithinBounds(ratio) ? "" : ", MISSED";
  return `${ratio.name}: ${number(ratio.value)}${bound && ` (${bound}${verdict})`}`;
}

function tableText({ title, unit, columns, rows }: Table): string {
  const cells = [
    ["", ...columns],
    ...rows.map(({ name, values }) => [name, ...values.map((value) => (value === null ? "-" : number(value)))]),
  ];
  const widths = ["", ...columns].map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))),
  );
  return [`${title}, ${unit}`, ...lines.map((row) => `  ${row.join("  ")}`)].join("\n");
}
