import { globSync, readFileSync, writeFileSync } from "node:fs";

/*
 * Holds docs/requirements.md and the tests against each other: every requirement has a test that names it,
 * every number that a test names is a requirement. With --write it fills in the list's last column.
 */

const document = "docs/requirements.md";
const row = /^\| (Q\d+)(\*?) \| (.*?) \| (.*?) \|(.*)\|$/;

export function checkRequirements(write = false): string[] {
  const tests = testsByRequirement();
  const lines = readFileSync(document, "utf8").split("\n");
  const listed = new Set<string>();
  const problems: string[] = [];
  const expected = lines.map((line) => {
    const [, number, star, requirement, source] = row.exec(line) ?? [];
    if (!number) return line;
    listed.add(number);
    const files = tests.get(number) ?? [];
    if (files.length === 0) problems.push(`${number}: no test names it`);
    return `| ${number}${star} | ${requirement} | ${source} | ${files.map((file) => `\`${file}\``).join(" ")} |`;
  });
  for (const number of tests.keys())
    if (!listed.has(number)) problems.push(`${number}: a test names it, the list does not`);
  if (write) writeFileSync(document, expected.join("\n"));
  else if (expected.join("\n") !== lines.join("\n"))
    problems.push(`${document}: run npx node scripts/requirements.ts --write`);
  return problems;
}

/** Test titles end with the numbers that they prove: "refuses … (Q1, Q4)". */
function testsByRequirement(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const tests = [
    "packages/*/src/**/*.test.ts",
    "test/**/*.test.ts",
    "test/timing/**/*.timing.ts",
    "test/faults/*.{faults,load}.ts",
    "test/browser/*.browser.ts",
  ];
  const files = globSync(tests, { exclude: ["**/node_modules/**"] }).sort();
  for (const file of files) {
    const titles = readFileSync(file, "utf8").matchAll(/\((Q\d+(?:, Q\d+)*)\)[`"']/g);
    const numbers = new Set([...titles].flatMap(([, list]) => (list as string).split(", ")));
    for (const number of numbers) found.set(number, [...(found.get(number) ?? []), file]);
  }
  return found;
}

if (import.meta.main) {
  const problems = checkRequirements(process.argv.includes("--write"));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
