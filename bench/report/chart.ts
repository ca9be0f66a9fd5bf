import type { Table } from "../scenario.ts";
import { escaped } from "./escaped.ts";
import { number } from "./numbers.ts";

/* Bars beside each other with the range of nine in ten samples: one SVG for light pages and one for dark ones. */

export const themes = ["light", "dark"] as const;
export type Theme = (typeof themes)[number];

interface Colours {
  page: string;
  text: string;
  faint: string;
  bar: string;
  /** Of what is ours. */
  own: string;
  range: string;
}

const colours: Record<Theme, Colours> = {
  light: { page: "#ffffff", text: "#1f2328", faint: "#59636e", bar: "#afb8c1", own: "#0969da", range: "#1f2328" },
  dark: { page: "#0d1117", text: "#f0f6fc", faint: "#9198a1", bar: "#484f58", own: "#4493f8", range: "#f0f6fc" },
};

/** Of a letter, about. */
const letter = 7;
/** What the longest bar with its range may take, and the number behind it. */
const plot = 370;
const numbers = 90;
const rowHeight = 30;
const top = 44;
const barHeight = 16;

interface Place {
  /** Where the bar begins. */
  labels: number;
  y: number;
  /** Pixels of a unit. */
  scale: number;
}

interface Bar {
  name: string;
  value: number;
  low: number;
  high: number;
}

/** The first column of a table; where the next two are p5 and p95, they are the ranges. */
export function chart(table: Table, theme: Theme): string {
  const bars = barsOf(table);
  const colour = colours[theme];
  const labels = Math.max(...bars.map(({ name }) => name.length)) * letter + 20;
  const width = labels + plot + numbers;
  const scale = plot / Math.max(...bars.map(({ high }) => high), Number.MIN_VALUE);
  const height = top + bars.length * rowHeight + 26;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" \
role="img" aria-labelledby="title description" font-family="system-ui, -apple-system, 'Segoe UI', sans-serif" font-size="13">
<title id="title">${escaped(headingOf(table))}</title>
<desc id="description">${escaped(inWords(table))}</desc>
<rect width="${width}" height="${height}" fill="${colour.page}"/>
<text x="12" y="24" font-size="15" font-weight="600" fill="${colour.text}">${escaped(headingOf(table))}</text>
${bars.map((bar, row) => drawn(bar, { labels, y: top + row * rowHeight, scale }, colour)).join("\n")}
<text x="12" y="${height - 10}" font-size="11" fill="${colour.faint}">${footOf(table)}</text>
</svg>
`;
}

/** What the chart shows, for those who do not see it. */
export function inWords(table: Table): string {
  return barsOf(table)
    .map(({ name, value }) => `${name}: ${number(value)}`)
    .join("; ");
}

const headingOf = ({ title, unit }: Table) => `${title} (${unit})`;

const hasRange = ({ columns }: Table) => columns[1] === "p5" && columns[2] === "p95";

const footOf = (table: Table) =>
  hasRange(table) ? "Medians of all slices or rounds; the lines reach from the 5th to the 95th percentile." : "";

function barsOf(table: Table): Bar[] {
  return table.rows.flatMap(({ name, values: [value, low, high] }) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return [];
    return [
      hasRange(table)
        ? { name, value, low: low ?? value, high: high ?? value }
        : { name, value, low: value, high: value },
    ];
  });
}

function drawn({ name, value, low, high }: Bar, { labels, y, scale }: Place, colour: Colours): string {
  const middle = y + barHeight / 2;
  const [from, to] = [labels + low * scale, labels + high * scale].map((x) => x.toFixed(1));
  const fill = name.startsWith("Rollcall") ? colour.own : colour.bar;
  const range =
    low === high
      ? ""
      : `<path d="M${from} ${middle - 4}v8M${from} ${middle}H${to}M${to} ${middle - 4}v8" stroke="${colour.range}" fill="none"/>`;
  return `<text x="${labels - 10}" y="${middle + 4.5}" text-anchor="end" fill="${colour.text}">${escaped(name)}</text>\
<rect x="${labels}" y="${y}" width="${Math.max(1, value * scale).toFixed(1)}" height="${barHeight}" rx="2" fill="${fill}"/>${range}\
<text x="${(Number(to) + 8).toFixed(1)}" y="${middle + 4.5}" fill="${colour.text}">${number(value)}</text>`;
}
