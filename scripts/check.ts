import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { settingNames } from "../packages/functions/src/config/misspelt.ts";
import { deploymentVariables } from "../packages/functions/src/config/stage.ts";
import { checkCapacity } from "./capacity.ts";
import { checkClientPackage } from "./check-client-package.ts";
import { checkClientTypes } from "./client-types.ts";
import { checkCollections } from "./collections.ts";
import { checkPrivacy } from "./privacy.ts";
import { checkRequirements } from "./requirements.ts";

/*
 * What no other tool checks: requirements against tests, what is written by commands, links of the documents, what is kept and what
 * is computed against the pages that say so, the length of files, and the client as a package.
 */

const longestFile = 300;

/** Of what a command writes nobody reads more than a part. */
const isWritten = (text: string) => text.startsWith("/* Made by `npm run ");

function longFiles(): string[] {
  const folders = "{packages/*/src,infra,scripts,bench,test,examples}";
  return globSync([`${folders}/**/*.{ts,tsx}`], { exclude: ["**/node_modules/**", "**/dist/**", "**/.*/**"] })
    .map((file) => ({ file, text: readFileSync(file, "utf8") }))
    .filter(({ text }) => !isWritten(text))
    .map(({ file, text }) => ({ file, lines: text.split("\n").length }))
    .filter(({ lines }) => lines > longestFile)
    .map(({ file, lines }) => `${file}: ${lines} lines, more than ${longestFile}`);
}

/** Links between documents that lead nowhere. */
function brokenLinks(): string[] {
  return globSync(["*.md", "{docs,packages,examples}/**/*.md"], { exclude: ["**/node_modules/**"] }).flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
      .map(([, target]) => target as string)
      .filter((target) => !existsSync(join(dirname(file), target)))
      .map((target) => `${file}: ${target} is not there`),
  );
}

/** Every setting that is read has a row in a table. */
function undocumentedSettings(): string[] {
  const ofDeployments = Object.keys(deploymentVariables).map((name) =>
    name.toLowerCase().replace(/_./g, (text) => text.charAt(1).toUpperCase()),
  );
  return [...missingRows("docs/configuration.md", settingNames), ...missingRows("docs/operations.md", ofDeployments)];
}

function missingRows(file: string, names: readonly string[]): string[] {
  const document = readFileSync(file, "utf8");
  return names.filter((name) => !document.includes(`| \`${name}\` |`)).map((name) => `${file}: ${name} is missing`);
}

const problems = [
  ...checkRequirements(),
  ...checkCollections(),
  ...checkClientTypes(),
  ...longFiles(),
  ...brokenLinks(),
  ...undocumentedSettings(),
  ...checkPrivacy(),
  ...checkCapacity(),
  ...(await checkClientPackage()),
];
for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0
    ? "Requirements, collections, the client's types and package, links, settings, what is kept, capacity and file lengths are in order."
    : `${problems.length} problems`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
