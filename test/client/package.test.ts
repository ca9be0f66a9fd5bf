import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packClient } from "../../scripts/client-package.ts";
import { startFiles } from "../../scripts/start-files.ts";

const source = join(import.meta.dirname, "../../packages/client");
const directory = mkdtempSync(join(tmpdir(), "rollcall-client-"));
const installed = join(directory, "node_modules/@rollcall/client");
let packed: string[];

beforeAll(() => {
  mkdirSync(join(source, "dist"), { recursive: true });
  writeFileSync(join(source, "dist/stale.js"), "");
  const tarball = packClient(directory);
  packed = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components", "1"]);
  symlinkSync(join(source, "../../node_modules/hono"), join(directory, "node_modules/hono"));
}, 60_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What a page's bundler makes of `code`: the files that the page loads at its start, and those that it may load later. */
async function bundle(code: string, minify = true, external: string[] = []) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: directory },
    absWorkingDir: directory,
    outdir: "page",
    bundle: true,
    splitting: true,
    minify,
    external,
    format: "esm",
    platform: "browser",
    write: false,
    metafile: true,
  });
  const atStart = startFiles(metafile.outputs, "page/stdin.js");
  const isAtStart = ({ path }: { path: string }) => atStart.has(relative(directory, path));
  return {
    start: outputFiles.filter(isAtStart).map(({ text }) => text),
    later: outputFiles.filter((file) => !isAtStart(file)).map(({ text }) => text),
    files: Object.keys(metafile.inputs),
  };
}

/** What Node prints of `code`, a script in CommonJS. */
function run(code: string, ...flags: string[]): string {
  return execFileSync(process.execPath, [...flags, "-e", code], { cwd: directory, encoding: "utf8" }).trim();
}

const gzipped = (texts: string[]) => texts.reduce((sum, text) => sum + gzipSync(text).length, 0);

describe("the published client", () => {
  it("is made anew when it is packed, of its code and its types alone", () => {
    const unexpected = packed.filter(
      (file) => !/^package\/(dist\/([a-z-]+\/)*[a-z-]+\.(js|d\.ts)|package\.json|README\.md|LICENSE)$/.test(file),
    );
    expect(unexpected).toEqual(["package/dist/cjs/package.json"]);
    expect(packed).toContain("package/dist/index.d.ts");
    expect(packed).not.toContain("package/dist/stale.js");
    expect(packed.filter((file) => /\.test\./.test(file))).toEqual([]);
  });

  it("is at most 8 KB of all files that a page loads at its start, each compressed, with nothing in them but itself and hono's client", async () => {
    const { start, files } = await bundle('export { createClient } from "@rollcall/client";');
    const foreign = files.filter(
      (file) => !/<stdin>|client\/dist\/(?!cjs)|node_modules\/hono\/dist\/(client|utils)\//.test(file),
    );
    expect(foreign).toEqual([]);
    expect(gzipped(start)).toBeLessThan(8_192);
  });

  it("loads later what few pages use, new proofs and tokens for other services, each at most 1 KB and free of imports", async () => {
    const { later } = await bundle('export { createClient } from "@rollcall/client";');
    expect(later).toHaveLength(2);
    for (const text of later) {
      expect(gzipped([text])).toBeLessThan(1_024);
      expect(text).not.toMatch(/\bimport\b/);
    }
  });

  it("adds at most 1 KB to that for React, which it brings nothing of", async () => {
    const client = 'export * from "@rollcall/client";';
    const withReact = await bundle(`${client} export * from "@rollcall/client/react";`, true, ["react"]);
    expect(gzipped(withReact.start) - gzipped((await bundle(client)).start)).toBeLessThan(1_024);
    expect(withReact.files.filter((file) => file.includes("node_modules/react"))).toEqual([]);
  });

  it("adds at most 2 KB to that for passkeys, and half a KB where a page loads them late", async () => {
    const client = 'export { createClient } from "@rollcall/client";';
    const alone = gzipped((await bundle(client)).start);
    const withPasskeys = await bundle(`${client} export * from "@rollcall/client/passkeys";`);
    expect(gzipped(withPasskeys.start) - alone).toBeLessThan(2_048);
    const late = await bundle(`${client} export const late = () => import("@rollcall/client/passkeys");`);
    expect(gzipped(late.start) - alone).toBeLessThan(512);
    expect(late.files.filter((file) => /node_modules\/(?!hono|@rollcall\/client)/.test(file))).toEqual([]);
  });

  it("leaves out of a page what the page does not use", async () => {
    const { start } = await bundle('import { createClient } from "@rollcall/client"; createClient("");', false);
    expect(start.join()).toContain("function createClient");
    for (const unused of ["createServerClient", "isApiError"]) expect(start.join()).not.toContain(unused);
  });

  it("comes once, however it is loaded", async () => {
    const both = 'import { createClient } from "@rollcall/client"; f(createClient, require("@rollcall/client"));';
    const { files } = await bundle(both);
    expect(files.filter((file) => file.includes("dist/cjs"))).toEqual([]);
    const isSame = 'require("@rollcall/client").createClient === (await import("@rollcall/client")).createClient';
    expect(run(`(async () => console.log(${isSame}))()`)).toBe("true");
  });

  it("is there for a Node that requires no ES modules", () => {
    expect(run('console.log(typeof require("@rollcall/client").createClient)', "--no-require-module")).toBe("function");
  });

  it("declares its types without the server's packages and without sources, so that a consumer needs only hono, and react, jose or zod for these entries", () => {
    const imported = globSync("dist/**/*.d.ts", { cwd: installed }).flatMap((file) =>
      [...readFileSync(join(installed, file), "utf8").matchAll(/(?:from |import |import\()"([^"]+)"/g)].map(
        ([, name]) => name as string,
      ),
    );
    expect(new Set(imported.filter((name) => !name.startsWith(".")))).toEqual(
      new Set(["hono", "hono/client", "hono/http-exception", "jose", "react", "zod/mini"]),
    );
    expect(imported.filter((name) => name.startsWith(".") && !name.endsWith(".js"))).toEqual([]);
  });
});
