import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";

const packageDirectory = join(import.meta.dirname, "../packages/client");
const entry = join(packageDirectory, "dist/index.js");

describe("the published client", () => {
  beforeAll(() => {
    execFileSync(process.execPath, [
      join(import.meta.dirname, "../node_modules/typescript/bin/tsc"),
      "-b",
      packageDirectory,
    ]);
  }, 60_000);

  it("is a browser bundle of a few kilobytes with nothing in it but itself and hono's client", async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      write: false,
      metafile: true,
    });
    const foreign = Object.keys(metafile.inputs).filter(
      (file) => !/packages\/client\/dist\/|node_modules\/hono\/dist\/(client|utils)\//.test(file),
    );
    expect(foreign).toEqual([]);
    expect(outputFiles[0]?.contents.length).toBeLessThan(12_000);
  });

  it("declares its types without the server's packages, so that a consumer needs only hono", () => {
    const declarations = readFileSync(join(packageDirectory, "dist/index.d.ts"), "utf8");
    const imported = [...declarations.matchAll(/(?:from |import\()"([^"]+)"/g)].map(([, name]) => name);
    expect(new Set(imported)).toEqual(new Set(["hono/client", "./session.ts", "./token-store.ts"]));
  });

  it("packs its code, its types and nothing else", () => {
    const directory = mkdtempSync(join(tmpdir(), "rollcall-pack-"));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const [packed] = JSON.parse(
      execFileSync("npm", ["pack", "--json", "--pack-destination", directory], {
        cwd: packageDirectory,
        encoding: "utf8",
      }),
    );
    const files = packed.files.map(({ path }: { path: string }) => path);
    expect(files).toContain("dist/index.d.ts");
    expect(
      files.filter((file: string) => !/^(dist\/[a-z-]+\.(js|d\.ts)|package\.json|README\.md|LICENSE)$/.test(file)),
    ).toEqual([]);
  });

  it("runs in Node as it is built", async () => {
    const { createClient } = (await import(
      pathToFileURL(entry).href
    )) as typeof import("../packages/client/src/index.ts");
    const { api } = createClient("https://auth.example.test/", {
      fetch: async (input) => Response.json({ url: String(input) }),
    });
    expect(await (await api.health.$get()).json()).toEqual({ url: "https://auth.example.test/health" });
  });
});
