import type { Schema } from "./document.ts";

const width = 112;

/** Paragraphs as a comment that editors show; lines that belong together, such as those of a list, are one paragraph. */
export function comment(paragraphs: (string | undefined)[], tags: string[] = []): string {
  const texts = paragraphs.filter((text) => text !== undefined);
  const lines = [...texts.flatMap((text, index) => [...(index > 0 ? [""] : []), ...wrap(text)]), ...tags];
  const safe = lines.map((line) => line.replaceAll("*/", "*\\/"));
  if (safe.length < 2) return `/** ${safe.join("")} */`;
  return `/**\n${safe.map((line) => ` *${line && ` ${line}`}`).join("\n")}\n */`;
}

function wrap(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const indent = line.startsWith("- ") ? "  " : "";
    const lines = [""];
    for (const word of line.split(" ")) {
      const current = lines.at(-1) as string;
      if (current.trim() === "") lines[lines.length - 1] = current + word;
      else if (current.length + word.length < width) lines[lines.length - 1] = `${current} ${word}`;
      else lines.push(indent + word);
    }
    return lines;
  });
}

/** What a schema says of a value beside its type, for its reader. */
export function commentOn(schema: Schema, example: unknown): string {
  const tags = [...tag("default", schema.default), ...tag("example", example)];
  return comment([schema.description, limits(schema)], tags);
}

export function limits({ format, pattern, ...schema }: Schema): string | undefined {
  const sentences = [
    range("character", schema.minLength, schema.maxLength),
    range("item", undefined, schema.maxItems),
    range("", schema.minimum, schema.maximum),
    range("field", schema.minProperties, undefined),
    format && `Format: ${format}.`,
    pattern && `Pattern: \`${pattern}\`.`,
  ].filter(Boolean);
  return sentences.length > 0 ? sentences.join(" ") : undefined;
}

function range(unit: string, least: number | undefined, most: number | undefined): string | undefined {
  const counted = (count: number) => (unit ? ` ${unit}${count === 1 ? "" : "s"}` : "");
  if (least !== undefined && most !== undefined) return `From ${least} to ${most}${counted(most)}.`;
  if (least !== undefined) return `At least ${least}${counted(least)}.`;
  return most === undefined ? undefined : `At most ${most}${counted(most)}.`;
}

/** Longer values are cut: nobody reads a token. */
const longestExample = 60;

/** Objects and lists of them show what they are like by their own fields, empty lists nothing. */
function tag(name: string, value: unknown): string[] {
  if (value === undefined || /[{]|^\[\]$/.test(JSON.stringify(value))) return [];
  const text =
    typeof value === "string" && value.length > longestExample ? `${value.slice(0, longestExample)}…` : value;
  return [`@${name} ${JSON.stringify(text)}`];
}
