import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { toBruno } from "./collections/bruno.ts";
import type { OpenApiDocument } from "./collections/document.ts";
import { toPostman } from "./collections/postman.ts";
import { collectionOf } from "./collections/requests.ts";
import { variables } from "./collections/scenario.ts";
import { localDocument } from "./openapi.ts";

/*
 * Writes collections/ for API clients, Postman's and Bruno's, from the OpenAPI document of the local server's
 * routes. With --check it only says what is out of date.
 */

const directory = "collections";

/** What each file of the collections, whose path is relative to this repository, has to hold. */
function collectionFiles(): Map<string, string> {
  const collection = collectionOf(localDocument<OpenApiDocument>(variables.baseUrl as string));
  return new Map([
    [join(directory, "rollcall.postman_collection.json"), toPostman(collection)],
    ...[...toBruno(collection)].map(([path, text]): [string, string] => [join(directory, "bruno", path), text]),
  ]);
}

function presentFiles(): string[] {
  return globSync(`${directory}/**/*`, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A line for each file that is not as `npm run collections` writes it. */
export function checkCollections(): string[] {
  const files = collectionFiles();
  const present = new Map(presentFiles().map((file) => [file, readFileSync(file, "utf8")]));
  return [...new Set([...files.keys(), ...present.keys()])]
    .filter((file) => present.get(file) !== files.get(file))
    .map((file) => `${file}: run npm run collections`);
}

function writeCollections(): void {
  const files = collectionFiles();
  rmSync(directory, { recursive: true, force: true });
  for (const [file, text] of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

if (import.meta.main) {
  if (!process.argv.includes("--check")) writeCollections();
  const problems = checkCollections();
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
