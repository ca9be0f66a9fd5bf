import { globSync, readFileSync } from "node:fs";

/** The events of a folder under lambda-events/, by the names of their files. */
export function eventFiles(folder: string): string[] {
  return globSync(`lambda-events/${folder}/*.json`).sort();
}

/** An event of the folder, with `${NAMES}` in it filled in. */
export function readEvent<E>(file: string, values: Record<string, string> = {}): E {
  const text = readFileSync(`lambda-events/${file}.json`, "utf8");
  return JSON.parse(text.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? ""));
}
