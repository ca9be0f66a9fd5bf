import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, parse } from "node:path";
import { build as bundle } from "esbuild";
import type { TestProject } from "vitest/node";
import { buildClient } from "../../../scripts/client-package.ts";

const root = join(import.meta.dirname, "../../..");

declare module "vitest" {
  interface ProvidedContext {
    /** Where the pages are that the tests serve: `example`, and one for each file of `pages`. */
    pages: string;
  }
}

/** Builds the client as it is published, and with it the example and the tests' own pages. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const pages = mkdtempSync(join(tmpdir(), "rollcall-pages-"));
  await buildClient();
  buildExample(join(pages, "example"));
  for (const file of ["bare.ts", "components.tsx"]) {
    const page = join(pages, parse(file).name);
    const options = {
      outdir: page,
      bundle: true,
      format: "esm",
      jsx: "automatic",
      define: { "process.env.NODE_ENV": '"development"' },
    } as const;
    const source = join(root, "test/browser/pages", file);
    await bundle({ ...options, entryPoints: { page: source }, splitting: true });
    // The same in one file, for a page of somebody else's.
    await bundle({ ...options, entryPoints: { alone: source } });
    writeFileSync(join(page, "index.html"), html);
  }
  provide("pages", pages);
  return () => rmSync(pages, { recursive: true, force: true });
}

/** As its README says, so that its types are checked, too. */
function buildExample(outDir: string): void {
  const command = ["run", "--silent", "build", "-w", "examples/react", "--"];
  const options = ["--outDir", outDir, "--emptyOutDir", "--logLevel", "warn"];
  execFileSync("npm", [...command, ...options], { cwd: root, stdio: "inherit" });
}

const html = `<!doctype html>
<html lang="en">
<link rel="icon" href="data:,">
<title>A page</title>
<div id="root"></div>
<script type="module" src="/page.js"></script>
</html>
`;
