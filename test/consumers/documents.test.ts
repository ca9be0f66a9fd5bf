import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { type Consumer, install } from "./consumer.ts";

const root = join(import.meta.dirname, "../..");

/** The code of a document that stands by itself, because it imports what it uses. A first comment names its file. */
function codeOf(document: string): { name: string; text: string }[] {
  const blocks = readFileSync(join(root, document), "utf8").matchAll(/^ *```(tsx?)\n(.*?)^ *```$/gms);
  return [...blocks]
    .map(([, kind = "", text = ""], index) => ({
      name: /^\/\/ (\S+\.tsx?)\n/.exec(text)?.[1] ?? `${basename(document, ".md")}-${index}.${kind}`,
      text: `${text}\nexport {};\n`,
    }))
    .filter(({ text }) => /^\s*import .* from "(@rollcall\/client|\.\/\w+\.ts")/m.test(text));
}

const documents = ["docs/client.md", "docs/verify-tokens.md", "packages/client/README.md"];

let consumer: Consumer | null;
beforeAll(async () => {
  consumer = await install("test/consumers/documents");
});

it("the documents' code compiles", async ({ skip }) => {
  if (!consumer) return skip("no registry");
  const code = documents.flatMap(codeOf);
  expect(code.length).toBeGreaterThan(10);
  for (const { name, text } of code) writeFileSync(join(consumer.directory, name), text);
  expect(await consumer.npx("tsc", "-p", ".")).toBe("");
});
