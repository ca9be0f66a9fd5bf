import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { driver } from "./driver.ts";
import { type LeanPackage, makeLean } from "./lean-package.ts";
import { webAuthn } from "./web-authn.ts";

/*
 * Puts packages beside a function that needs them, without what it never asks them for: `node scripts/lean-packages/main.ts FOLDER`, with
 * `--api` for the API, as the deployment does when it has bundled one. SST's settings for esbuild cannot say this, so there the packages are external.
 */

const all: readonly LeanPackage[] = [driver, webAuthn];

/** What a bundle of a function leaves to be put beside it. */
export const leanPackages = all.map(({ name }) => name);

const made = new Map<string, ReturnType<typeof makeLean>>();

/** Writes those that one of the files in a function's folder asks for into the folder's node_modules. */
export async function addLeanPackages(folder: string, forApi: boolean): Promise<Metafile[]> {
  const files = globSync("*.mjs", { cwd: folder }).map((name) => readFileSync(join(folder, name), "utf8"));
  const asked = all.filter(({ name }) =>
    files.some((text) => new RegExp(String.raw`(?:from|import)\s*\(?\s*"${name}"`).test(text)),
  );
  return Promise.all(asked.map((lean) => addTo(folder, lean, forApi)));
}

async function addTo(folder: string, lean: LeanPackage, forApi: boolean): Promise<Metafile> {
  const { name } = lean;
  const key = `${name} ${forApi}`;
  const making = made.get(key) ?? makeLean(lean, forApi);
  made.set(key, making);
  const { outputFiles, metafile } = await making;
  const beside = join(folder, "node_modules", name);
  mkdirSync(beside, { recursive: true });
  for (const { contents } of outputFiles) writeFileSync(join(beside, "index.mjs"), contents);
  writeFileSync(join(beside, "package.json"), JSON.stringify({ name, exports: "./index.mjs" }));
  return metafile;
}

if (import.meta.main) {
  const [folder, flag] = process.argv.slice(2);
  if (!folder) throw new Error("Usage: node scripts/lean-packages/main.ts FOLDER [--api]");
  await addLeanPackages(folder, flag === "--api");
}
