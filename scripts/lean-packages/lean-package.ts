import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { nodeBundle } from "../node-bundle.ts";

/** A package of which functions get what they ask for, made from its own modules. */
export interface LeanPackage {
  name: string;
  /** The module that stands for it. */
  contents: string;
  /** What is never asked for, by the file that exports it: names with commas between. A stand-in throws for each. */
  leftOut(forApi: boolean): Record<string, string>;
  /** Files in place of its own, by those. */
  replaced?: Record<string, string>;
  tsconfigRaw?: BuildOptions["tsconfigRaw"];
}

const packages = join(import.meta.dirname, "../../node_modules");

const standIns = (names: string) => names.split(", ").map(standIn).join("");

const standIn = (name: string) =>
  `export class ${name} { constructor() { throw new Error("${name} is left out: see scripts/lean-packages"); } }`;

const isOurs = Symbol("resolved by fromModules");

const fromModules = (folder: string, leftOut: Record<string, string>, replaced: Record<string, string>): Plugin => ({
  name: "lean-package",
  setup({ onLoad, onResolve, resolve }) {
    // Its modules, and those that they stand on, do nothing but export. Those of which nothing is taken are left out as well.
    onResolve({ filter: /^[.@a-z]/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      const isImport = kind === "import-statement" || path.startsWith(".");
      if (pluginData === isOurs || !isImport || !resolveDir.startsWith(packages)) return null;
      return { ...(await resolve(path, { importer, kind, resolveDir, pluginData: isOurs })), sideEffects: false };
    });
    onLoad({ filter: /\.[jt]s$|package\.json$/ }, ({ path }) => {
      const file = relative(folder, path).replaceAll("\\", "/");
      // The driver asks for its version.
      if (file === "package.json") {
        const { version } = JSON.parse(readFileSync(path, "utf8")) as { version: string };
        return { contents: JSON.stringify({ version }), loader: "json" };
      }
      const other = replaced[file];
      if (other) return { contents: readFileSync(other, "utf8"), loader: "js" };
      const names = leftOut[file];
      return names ? { contents: standIns(names), loader: "js" } : null;
    });
  },
});

/** @throws Error where a version of the package has moved what is left out */
export async function makeLean({ name, contents, leftOut, replaced = {}, tsconfigRaw }: LeanPackage, forApi: boolean) {
  const folder = join(packages, name);
  const gone = leftOut(forApi);
  for (const file of Object.keys({ ...gone, ...replaced })) {
    if (!existsSync(join(folder, file))) throw new Error(`${name} has no ${file} any more`);
  }
  return await build({
    ...nodeBundle,
    splitting: false,
    write: false,
    stdin: { contents, resolveDir: packages },
    outfile: `node_modules/${name}/index.mjs`,
    tsconfigRaw,
    plugins: [fromModules(folder, gone, replaced)],
  });
}
