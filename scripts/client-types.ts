import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { furtherMembers, problemKinds } from "../packages/functions/src/http/problem.ts";
import { comment } from "./client-types/comments.ts";
import type { OpenApiDocument } from "./client-types/document.ts";
import { list, withEventTypes } from "./client-types/event-list.ts";
import { operationTypes, routesOf } from "./client-types/operations.ts";
import { pathTypes } from "./client-types/paths.ts";
import { SchemaTypes, unionOf } from "./client-types/schemas.ts";
import { serviceDocument } from "./openapi.ts";

/*
 * Writes the client's types of every route from the service's OpenAPI document. With --check it only says whether
 * they are out of date.
 */

const file = "packages/client/src/api/routes.ts";

/** The schemas of events, which the client exports as they are: where they are written, and their copies. */
const events = ["event-type.ts", "event-types.ts"].map((name) => ({
  original: `packages/core/src/audit/${name}`,
  copy: `packages/client/src/events/${name}`,
}));

function clientTypes(): string {
  const document = serviceDocument<OpenApiDocument>("https://auth.example.com");
  const codes = Object.keys(problemKinds);
  const schemas = new SchemaTypes(document, codes, furtherMembers);
  const routes = routesOf(document);
  return [
    "/* Made by `npm run client-types` from the service's OpenAPI document. */",
    'import type { ClientRequestOptions, ClientResponse } from "hono/client";',
    ...pathTypes(routes, schemas, problemKinds),
    ...routes.flatMap((route) => operationTypes(route, schemas, problemKinds)),
    `${codeComment()}\nexport type ProblemCode = ${unionOf(codes)};`,
    ...schemas.components(),
  ].join("\n\n");
}

function codeComment(): string {
  const list = Object.entries(problemKinds).map(([code, { status, title }]) => `- \`${code}\` (${status}): ${title}`);
  return comment(["`code` of every problem there is. A later service may have more.", list.join("\n")]);
}

function formatted(source: string): string {
  const biome = ["format", "--stdin-file-path", file];
  return execFileSync("node_modules/.bin/biome", biome, { input: source, encoding: "utf8" });
}

/** Every file that is written, with what is to stand in it. */
function files(): [file: string, text: string][] {
  return [
    [file, formatted(clientTypes())],
    ...events.map(({ original, copy }): [string, string] => [
      copy,
      `/* Made by \`npm run client-types\` from ${original}. */\n\n${readFileSync(original, "utf8")}`,
    ]),
    [list, withEventTypes(readFileSync(list, "utf8"))],
  ];
}

export function checkClientTypes(): string[] {
  return files()
    .filter(([name, text]) => !existsSync(name) || readFileSync(name, "utf8") !== text)
    .map(([name]) => `${name}: run npm run client-types`);
}

if (import.meta.main) {
  if (!process.argv.includes("--check")) for (const [name, text] of files()) writeFileSync(name, text);
  const problems = checkClientTypes();
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
