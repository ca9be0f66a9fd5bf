/* Numbers as people read them, and tables of Markdown. */

/** With as many digits as are worth saying: 1,234, 12.3, 0.0123. */
export function number(value: number, digits = 3): string {
  if (value === 0) return "0";
  const places = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  const text = Number(value.toPrecision(digits)).toLocaleString("en-US", {
    maximumFractionDigits: Math.min(places, 6),
  });
  return text;
}

export const dollars = (value: number) =>
  value < 100 ? `$${value.toFixed(2)}` : `$${Math.round(value).toLocaleString("en-US")}`;

const units = ["bytes", "kB", "MB", "GB", "TB", "PB"];

/** Decimal, as disks are sold. */
export function bytes(value: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)));
  return `${number(value / 1_000 ** power)} ${units[power]}`;
}

/** A power of ten as one. */
export function power(value: number): string {
  const exponent = Math.log10(value);
  return exponent < 3
    ? number(value)
    : `10${[...String(exponent)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.join(" | ")} |`.replaceAll("|  |", "| |").replaceAll("|  |", "| |");
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}
