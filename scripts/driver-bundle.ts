import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { nodeBundle } from "./node-bundle.ts";

/*
 * Puts MongoDB's driver beside a function that needs it: `node scripts/driver-bundle.ts FOLDER`, with `--api` for the API, as the
 * deployment does when it has bundled one. It is made from the sources in the driver's package: see docs/decisions/0041-cold-start.md.
 */

const driver = join(import.meta.dirname, "../node_modules/mongodb");

/**
 * What ours does not ask for, nor any connection string that it takes: classes by the file that exports them. What reads, writes
 * and makes indexes is all there.
 */
const leftOut: Record<string, string> = {
  "src/admin.ts": "Admin",
  "src/bulk/unordered.ts": "UnorderedBulkOperation",
  "src/change_stream.ts": "ChangeStream",
  "src/cmap/auth/gssapi.ts": "GSSAPI, GSSAPICanonicalizationValue",
  "src/cursor/aggregation_cursor.ts": "AggregationCursor",
  "src/cursor/list_collections_cursor.ts": "ListCollectionsCursor",
  "src/cursor/list_indexes_cursor.ts": "ListIndexesCursor",
  "src/cursor/list_search_indexes_cursor.ts": "ListSearchIndexesCursor",
  "src/cursor/run_command_cursor.ts": "RunCommandCursor",
  "src/encrypter.ts": "Encrypter",
  "src/operations/aggregate.ts": "AggregateOperation",
  "src/operations/client_bulk_write/executor.ts": "ClientBulkWriteExecutor",
  "src/operations/count.ts": "CountOperation",
  "src/operations/create_collection.ts": "createCollections",
  "src/operations/distinct.ts": "DistinctOperation",
  "src/operations/drop.ts": "DropDatabaseOperation, dropCollections",
  "src/operations/estimated_document_count.ts": "EstimatedDocumentCountOperation",
  "src/operations/profiling_level.ts": "ProfilingLevelOperation",
  "src/operations/remove_user.ts": "RemoveUserOperation",
  "src/operations/rename.ts": "RenameOperation",
  "src/operations/search_indexes/create.ts": "CreateSearchIndexesOperation",
  "src/operations/search_indexes/drop.ts": "DropSearchIndexOperation",
  "src/operations/search_indexes/update.ts": "UpdateSearchIndexOperation",
  "src/operations/set_profiling_level.ts": "SetProfilingLevelOperation",
  "src/operations/stats.ts": "DbStatsOperation",
};

/** What the API does not ask for, either: only a relay and retention write many in one trip. */
const leftOutOfApi = { ...leftOut, "src/bulk/ordered.ts": "OrderedBulkOperation" };

const standIns = (names: string) => names.split(", ").map(standIn).join("");

const standIn = (name: string) =>
  `export class ${name} { constructor() { throw new Error("${name} is left out: see scripts/driver-bundle.ts"); } }`;

const isOurs = Symbol("resolved by fromSources");

const fromSources = (gone: Record<string, string>): Plugin => ({
  name: "driver",
  setup({ onLoad, onResolve, resolve }) {
    // Its modules do nothing but export. Those of which nothing is taken are left out as well.
    onResolve({ filter: /^\.{1,2}\// }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === isOurs || !resolveDir.startsWith(driver)) return null;
      return { ...(await resolve(path, { importer, kind, resolveDir, pluginData: isOurs })), sideEffects: false };
    });
    onLoad({ filter: /[\\/]mongodb[\\/](?:src[\\/].*\.ts|package\.json)$/ }, ({ path }) => {
      const file = relative(driver, path).replaceAll("\\", "/");
      // It asks for its version.
      if (file === "package.json") {
        const { version } = JSON.parse(readFileSync(path, "utf8")) as { version: string };
        return { contents: JSON.stringify({ version }), loader: "json" };
      }
      const names = gone[file];
      return names ? { contents: standIns(names), loader: "js" } : null;
    });
  },
});

const made = new Map<boolean, ReturnType<typeof makeDriver>>();

async function makeDriver(forApi: boolean) {
  const gone = forApi ? leftOutOfApi : leftOut;
  for (const file of Object.keys(gone)) {
    if (!existsSync(join(driver, file))) throw new Error(`The driver has no ${file} any more`);
  }
  return await build({
    ...nodeBundle,
    splitting: false,
    write: false,
    stdin: { contents: 'export { MongoClient } from "mongodb/src/index.ts";', resolveDir: join(driver, "..") },
    outfile: "node_modules/mongodb/index.mjs",
    // As the driver's own build has it.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    plugins: [fromSources(gone)],
  });
}

/** Where one of the files in a function's folder asks for the driver, writes it into the folder's node_modules. */
export async function addDriver(folder: string, forApi: boolean): Promise<Metafile | null> {
  const files = globSync("*.mjs", { cwd: folder }).map((name) => readFileSync(join(folder, name), "utf8"));
  if (!files.some((text) => /(?:from|import)\s*\(?\s*"mongodb"/.test(text))) return null;
  const making = made.get(forApi) ?? makeDriver(forApi);
  made.set(forApi, making);
  const { outputFiles, metafile } = await making;
  const beside = join(folder, "node_modules/mongodb");
  mkdirSync(beside, { recursive: true });
  for (const { contents } of outputFiles) writeFileSync(join(beside, "index.mjs"), contents);
  writeFileSync(join(beside, "package.json"), JSON.stringify({ name: "mongodb", exports: "./index.mjs" }));
  return metafile;
}

if (import.meta.main) {
  const [folder, flag] = process.argv.slice(2);
  if (!folder) throw new Error("Usage: node scripts/driver-bundle.ts FOLDER [--api]");
  await addDriver(folder, flag === "--api");
}
