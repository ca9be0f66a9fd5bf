import type { LeanPackage } from "./lean-package.ts";

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

/** MongoDB's driver, from the sources in its package: see docs/decisions/0041-cold-start.md. */
export const driver: LeanPackage = {
  name: "mongodb",
  contents: 'export { MongoClient } from "mongodb/src/index.ts";',
  leftOut: (forApi) => (forApi ? leftOutOfApi : leftOut),
  // As the driver's own build has it.
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
};
