import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  const example = [
    "run",
    "--silent",
    "build",
    "-w",
    "examples/react",
    "--",
    "--outDir",
    join(pages, "example"),
    "--emptyOutDir",
  ];
  execFileSync("npm", [...example, "--logLevel", "warn"], { cwd: root, stdio: "inherit" });
  for (const name of ["bare", "components"]) {
    await bundle({
      entryPoints: [join(root, `test/browser/pages/${name}.tsx`)],
      outfile: join(pages, name, "page.js"),
      bundle: true,
      format: "esm",
      jsx: "automatic",
      define: { "process.env.NODE_ENV": '"development"' },
    });
    writeFileSync(join(pages, name, "index.html"), html);
  }
  provide("pages", pages);
  return () => rmSync(pages, { recursive: true, force: true });
}

const html = `<!doctype html>
<html lang="en">
<link rel="icon" href="data:,">
<title>A page</title>
<div id="root"></div>
<script type="module" src="/page.js"></script>
</html>
`;
