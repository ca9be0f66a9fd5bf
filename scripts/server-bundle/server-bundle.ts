import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { commonWords, nodeBundle } from "../node-bundle.ts";
import { licensesOf } from "./licenses.ts";
import { hasherModule } from "./native-hasher.ts";

const functions = join(import.meta.dirname, "../../packages/functions");

/** The programs of the bundle, by the source of each. */
const programs = { server: "src/node/server.ts", rollcall: "src/cli/main.ts" };

/**
 * Makes a folder, in the place of what was there, from which Node alone runs the server and the command line.
 * @param hashers Files with the native hasher of each platform that it is to run on.
 */
export async function bundleServer(directory: string, hashers: readonly string[]): Promise<Metafile> {
  const lib = join(directory, "lib");
  const names = hashers.map((file) => basename(file));
  rmSync(directory, { recursive: true, force: true });
  const { metafile } = await build({
    ...nodeBundle,
    entryPoints: Object.entries(programs).map(([out, source]) => ({ in: join(functions, source), out })),
    outdir: lib,
    chunkNames: "[name]-[hash]",
    // A stack in the log should name functions; the rest of the minifying makes the start faster.
    minifyIdentifiers: false,
    conditions: ["server-bundle"],
    plugins: [hasherBeside],
  });
  for (const [index, file] of hashers.entries()) cpSync(file, join(lib, names[index] as string));
  cpSync(commonWords, join(lib, basename(commonWords)));
  writeFileSync(join(lib, "native-hasher.mjs"), hasherModule(names));
  for (const name of Object.keys(programs)) writeFileSync(join(directory, `${name}.mjs`), launcher(name));
  writeFileSync(join(directory, "package.json"), `${JSON.stringify(manifest(), null, 2)}\n`);
  writeFileSync(join(directory, "licenses.txt"), licensesOf(metafile));
  return metafile;
}

/** The hasher is a module beside the chunks, all of which are in one folder. */
const hasherBeside: Plugin = {
  name: "hasher beside",
  setup({ onResolve }) {
    onResolve({ filter: /^@node-rs\/argon2$/ }, () => ({ path: "./native-hasher.mjs", external: true }));
  },
};

/** What is run: it says what is missing before it loads what would fail without. */
function launcher(program: string): string {
  return `if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error("Rollcall needs Node 24 or newer, and this is " + process.versions.node + ".");
  process.exit(1);
}
import("./lib/native-hasher.mjs").then(
  () => import("./lib/${program}.mjs"),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
`;
}

function manifest(): object {
  const { version, license } = JSON.parse(readFileSync(join(functions, "package.json"), "utf8"));
  return {
    name: "rollcall-server",
    version,
    private: true,
    license,
    type: "module",
    engines: { node: ">=24" },
    scripts: { start: "node server.mjs", rollcall: "node rollcall.mjs" },
  };
}
