import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { furtherMembers, problemKinds } from "../packages/functions/src/http/problem.ts";
import { comment } from "./client-types/comments.ts";
import type { OpenApiDocument } from "./client-types/document.ts";
import { operationTypes, routesOf } from "./client-types/operations.ts";
import { pathTypes } from "./client-types/paths.ts";
import { SchemaTypes, unionOf } from "./client-types/schemas.ts";
import { serviceDocument } from "./openapi.ts";

/*
 * Writes the client's types of every route from the service's OpenAPI document. With --check it only says whether
 * they are out of date.
 */

const file = "packages/client/src/api/routes.ts";

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

export function checkClientTypes(): string[] {
  return readFileSync(file, "utf8") === formatted(clientTypes()) ? [] : [`${file}: run npm run client-types`];
}

if (import.meta.main) {
  if (!process.argv.includes("--check")) writeFileSync(file, formatted(clientTypes()));
  const problems = checkClientTypes();
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
