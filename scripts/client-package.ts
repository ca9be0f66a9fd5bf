import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/* The published client: what tsc makes of packages/client, and a copy of it in CommonJS. npm runs this before it packs. */

const root = join(import.meta.dirname, "..");
const source = join(root, "packages/client");

/** Makes `directory` anew with all that is published as dist. */
export async function buildClient(directory = join(source, "dist")): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  compile("-p", source, "--noEmit", "false", "--incremental", "false", "--sourceMap", "false", "--outDir", directory);
  for (const file of globSync("**/*.d.ts", { cwd: directory })) nameCompiledFiles(join(directory, file));
  await copyAsCommonJs(directory, join(directory, "cjs"));
}

/** Packs the client into `directory` as `npm publish` would; returns the tarball's path. */
export function packClient(directory: string): string {
  mkdirSync(directory, { recursive: true });
  const name = execFileSync("npm", ["pack", "--silent", "--pack-destination", directory], {
    cwd: source,
    encoding: "utf8",
  });
  return join(directory, name.trim());
}

function compile(...args: string[]): void {
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...args], { stdio: "inherit" });
}

/** tsc leaves `./session.ts` in declarations, and older ones of it, or stricter settings, refuse to follow that. */
function nameCompiledFiles(file: string): void {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(/((?:from|import) |import\()"(\.\.?\/[^"]+)\.tsx?"/g, '$1"$2.js"'));
}

/**
 * For what cannot load ES modules: Jest as it is set up by default, and Node before 20.19. Everything else takes the
 * ES modules also by `require` (the conditions `module-sync` and `module`), so that no program has two copies.
 */
async function copyAsCommonJs(modules: string, directory: string): Promise<void> {
  const entryPoints = globSync("**/*.js", { cwd: modules }).map((file) => join(modules, file));
  await build({
    entryPoints,
    outbase: modules,
    outdir: directory,
    format: "cjs",
    platform: "node",
    target: "es2022",
    // Jest runs no import().
    supported: { "dynamic-import": false },
  });
  for (const file of globSync("**/*.d.ts", { cwd: modules, exclude: ["cjs/**"] })) {
    cpSync(join(modules, file), join(directory, file));
  }
  writeFileSync(join(directory, "package.json"), '{ "type": "commonjs", "sideEffects": false }\n');
}

if (import.meta.main) await buildClient();
