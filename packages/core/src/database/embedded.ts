import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { unicodeEscape } from "../kernel/text.ts";
import {
  type Collection,
  type CollectionDefinition,
  type Database,
  type Document,
  DuplicateKeyError,
  type Index,
  type Projection,
} from "./collection.ts";
import { lockDirectory } from "./embedded-lock.ts";
import { dropTornTail } from "./embedded-repair.ts";
import { Datastore } from "./nedb.ts";

export interface EmbeddedOptions {
  /** The folder of the data files, one per collection. Without one the data lives in memory. */
  directory?: string;
  definitions: readonly CollectionDefinition<Document>[];
}

/** A data file holds lines that cannot be read. Nothing was changed. */
export class DamagedFileError extends Error {
  override readonly name = "DamagedFileError";

  constructor(file: string) {
    super(`${file} is damaged. Mend it, put a copy in its place, or delete its folder to start afresh`);
  }
}

/** Only the owner reads the files, and a damaged line is never dropped in silence. */
const fileOptions = {
  modes: { fileMode: 0o600, dirMode: 0o700 },
  corruptAlertThreshold: 0,
  // NeDB also ends a line of its file at these three, which JSON leaves as they are inside of strings.
  afterSerialization: (line: string) => line.replace(/[\u0085\u2028\u2029]/g, unicodeEscape),
  beforeDeserialization: (line: string) => line,
};

/**
 * NeDB behind the same interface as MongoDB: pure JavaScript, one process at a time. Every operation runs
 * alone, so each is atomic; an acknowledged write is in the file and survives the death of the process.
 * @throws DirectoryInUseError when another process has the folder open.
 */
export function openEmbeddedDatabase({ directory, definitions }: EmbeddedOptions): Database {
  const unlock = directory ? openDirectory(directory) : () => {};
  const folderOf = ({ isTransient }: CollectionDefinition<Document>) => (isTransient ? undefined : directory);
  const stores = new Map(
    definitions.map((each) => [each.name, new Datastore(storeOptions(folderOf(each), each.name))]),
  );
  const underWay = new Set<Promise<unknown>>();
  let prepared: Promise<unknown> | undefined;
  let isClosed = false;

  const prepare = async () => {
    prepared ??= Promise.all(
      definitions.map((definition) => load(storeOf(definition), folderOf(definition), definition)),
    );
    await prepared;
  };
  const storeOf = ({ name }: CollectionDefinition<Document>) => {
    const store = stores.get(name);
    if (!store) throw new Error(`Collection ${name} is not among the database's definitions`);
    return store;
  };
  /** Once it is closed the folder may be another process's. */
  const run: Run = async (operation) => {
    if (isClosed) throw new Error("The embedded database is closed");
    const result = prepare().then(operation);
    underWay.add(result);
    return result.finally(() => underWay.delete(result));
  };

  return {
    collection: <T extends Document>(definition: CollectionDefinition<T>) =>
      embeddedCollection<T>(storeOf(definition as CollectionDefinition<Document>), run),
    prepare: () => run(async () => {}),
    ping: () => run(async () => {}),
    async close() {
      isClosed = true;
      await Promise.allSettled(underWay);
      unlock();
    },
  };
}

/** Runs one operation on a database that is open and loaded. */
type Run = <R>(operation: () => Promise<R>) => Promise<R>;

function storeOptions(directory: string | undefined, name: string) {
  return directory ? { ...fileOptions, filename: join(directory, `${name}.db`) } : { inMemoryOnly: true };
}

function openDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return lockDirectory(directory);
}

async function load(
  store: Datastore,
  directory: string | undefined,
  { name, indexes }: CollectionDefinition<Document>,
) {
  if (directory) {
    const file = join(directory, `${name}.db`);
    await dropTornTail(file);
    await store.loadDatabaseAsync().catch((error) => {
      throw "corruptItems" in error ? new DamagedFileError(file) : error;
    });
  }
  for (const index of nedbIndexes(indexes)) await store.ensureIndexAsync(index);
}

/** NeDB looks into an index of several fields for queries that name them all: no use but to keep them unique. */
function nedbIndexes(indexes: readonly Index[]) {
  return indexes.flatMap(({ keys, unique = false, expireAfterSeconds }) => {
    const fields = Object.keys(keys);
    const expiring = expireAfterSeconds !== undefined && { expireAfterSeconds };
    return unique || fields.length === 1 ? [{ fieldName: fields, unique, ...expiring }] : [];
  });
}

function embeddedCollection<T extends Document>(store: Datastore, run: Run): Collection<T> {
  const change = async (filter: object, update: object, upsert = false) => {
    const options = { returnUpdatedDocs: true, upsert } as const;
    const { affectedDocuments } = await run(() => store.updateAsync(filter, update, options)).catch(rethrow);
    return (affectedDocuments ?? null) as T | null;
  };
  return {
    async insertOne(document) {
      await run(() => store.insertAsync(document)).catch(rethrow);
    },
    async findOne(filter, options) {
      const document = (await run(async () => store.findOneAsync(filter))) as T | null;
      return document && (project(document, options?.projection) as T);
    },
    async findOneAndUpdate(filter, update, options) {
      const document = await change(filter, update, options?.upsert);
      return document && (project(document, options?.projection) as T);
    },
    updateOne: async (filter, update) => (await change(filter, update)) !== null,
    deleteOne: async (filter) => (await run(() => store.removeAsync(filter, {}))) === 1,
    async find(filter, { projection, sort, limit }) {
      const documents = (await run(async () => store.findAsync(filter).sort(sort).limit(limit))) as T[];
      return documents.map((document) => project(document, projection) as T);
    },
  };
}

/** As MongoDB does. NeDB projects what it finds, but not what it has updated. */
function project(document: Document, projection: Projection = {}): object {
  const paths = Object.keys(projection);
  if (projection[paths[0] ?? ""] === 1) return pick(document, [["_id"], ...paths.map((path) => path.split("."))]);
  return Object.fromEntries(Object.entries(document).filter(([field]) => !paths.includes(field)));
}

/** The parts of an object that paths lead to. */
function pick(value: object, paths: string[][]): object {
  const picked = Object.entries(value).flatMap(([key, part]) => {
    const rests = paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
    if (rests.length === 0) return [];
    return [[key, rests.some((rest) => rest.length === 0) ? part : pick(part, rests)]];
  });
  return Object.fromEntries(picked);
}

function rethrow(error: unknown): never {
  if (error instanceof Error && "errorType" in error && error.errorType === "uniqueViolated") {
    throw new DuplicateKeyError(error.name);
  }
  throw error;
}
