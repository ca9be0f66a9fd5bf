import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { bundleLambda, lambdaFunctions } from "../../scripts/lambda-bundle.ts";

interface Package {
  integrity?: string;
  link?: boolean;
  hasInstallScript?: boolean;
}

const readJson = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"));
const locked = Object.entries(readJson("package-lock.json").packages as Record<string, Package>).filter(
  ([path, { link }]) => path.includes("node_modules/") && !link,
);

it("every package is locked to its content, and only those that have to run a script when they are installed (Q184)", () => {
  expect(locked.length).toBeGreaterThan(100);
  for (const [path, { integrity }] of locked)
    expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/)]);
  const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
  expect(scripted.map((path) => path.replace("node_modules/", "")).sort()).toEqual(
    Object.keys(readJson("package.json").allowScripts).sort(),
  );
});

it.each([
  ["jose", "core"],
  ["jose", "client/src/verifier"],
  ["jose", "client"],
  ["mongodb", "core"],
  ["zod", "core"],
  ["hono", "functions"],
  ["@hono/zod-validator", "functions"],
  ["hono", "client"],
])("%s is there where %s runs, not only where it is developed", (name, folder) => {
  const { dependencies = {}, peerDependencies = {} } = readJson(`packages/${folder}/package.json`);
  expect(Object.keys({ ...dependencies, ...peerDependencies })).toContain(name);
});

it("no source signs or verifies but with jose", () => {
  const sources = globSync("packages/*/src/**/*.ts", { exclude: ["**/*.test.ts"] });
  const imports = /import\s+(?:type\s+)?\{([^}]*)\}\s+from "node:crypto"/g;
  const signers = sources.filter((file) =>
    [...readFileSync(file, "utf8").matchAll(imports)].some(([, names]) =>
      /\b(sign|verify|createSign|createVerify)\b/.test(names as string),
    ),
  );
  expect(sources.length).toBeGreaterThan(50);
  expect(signers).toEqual([]);
});

it("npm lists every package that is locked, for whoever looks for a vulnerable one (Q184)", () => {
  const args = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"];
  const { stdout, status } = spawnSync("npm", args, { encoding: "utf8" });
  expect(status).toBe(0);
  const components = JSON.parse(stdout).components as { name: string; version: string }[];
  const listed = new Set(components.map(({ name }) => name));
  const names = locked.map(([path]) => path.split("node_modules/").at(-1));
  expect(names.filter((name) => name && !listed.has(name))).toEqual([]);
});

it.each(lambdaFunctions)("the same sources make the same bundle: %s (Q184)", async (name) => {
  const directory = mkdtempSync(join(tmpdir(), "rollcall-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const files = [join(directory, "a/index.mjs"), join(directory, "b/other.mjs")];
  for (const file of files) await bundleLambda(file, name);
  const [first, second] = files.map((file) => readFileSync(file, "utf8"));
  expect(first === second).toBe(true);
});
