import { mkdirSync } from "node:fs";
import { join } from "node:path";

import {
  type Collection,
  type CollectionDefinition,
  type Database,
  type Document,
  DuplicateKeyError,
  type Index,
} from "./collection.ts";
import { lockDirectory } from "./embedded-lock.ts";
import { dropTornTail } from "./embedded-repair.ts";
import { Datastore } from "./nedb.ts";

export interface EmbeddedOptions {
  /** The folder of the data files, one per collection. Without one the data lives in memory. */
  directory?: string;
  definitions: readonly CollectionDefinition<Document>[];
}

/** Only the owner reads the files, and a damaged line is never dropped in silence. */
const fileOptions = { modes: { fileMode: 0o600, dirMode: 0o700 }, corruptAlertThreshold: 0 };

/**
 * NeDB behind the same interface as MongoDB: pure JavaScript, one process at a time. Every operation runs
 * alone, so each is atomic; an acknowledged write is in the file and survives the death of the process.
 * @throws DirectoryInUseError when another process has the folder open.
 */
export function openEmbeddedDatabase({ directory, definitions }: EmbeddedOptions): Database {
  const unlock = directory ? openDirectory(directory) : () => {};
  const stores = new Map<string, Datastore>();
  for (const { name } of definitions) {
    stores.set(
      name,
      new Datastore(directory ? { ...fileOptions, filename: join(directory, `${name}.db`) } : { inMemoryOnly: true }),
    );
  }
  let prepared: Promise<unknown> | undefined;
  const prepare = async () => {
    prepared ??= Promise.all(definitions.map((definition) => load(storeOf(definition), directory, definition)));
    await prepared;
  };
  const storeOf = ({ name }: CollectionDefinition<Document>) => {
    const store = stores.get(name);
    if (!store) throw new Error(`Collection ${name} is not among the database's definitions`);
    return store;
  };

  return {
    collection: <T extends Document>(definition: CollectionDefinition<T>) =>
      embeddedCollection<T>(storeOf(definition as CollectionDefinition<Document>), prepare),
    prepare,
    ping: prepare,
    close: async () => unlock(),
  };
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
    await dropTornTail(join(directory, `${name}.db`));
    await store.loadDatabaseAsync();
  }
  for (const index of indexes) await store.ensureIndexAsync(toNedbIndex(index));
}

function toNedbIndex({ keys, unique = false, expireAfterSeconds }: Index) {
  const fields = Object.keys(keys);
  return {
    fieldName: fields.length === 1 ? (fields[0] as string) : fields,
    unique,
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds }),
  };
}

function embeddedCollection<T extends Document>(store: Datastore, prepare: () => Promise<void>): Collection<T> {
  const change = async (filter: object, update: object) => {
    await prepare();
    const { affectedDocuments } = await store.updateAsync(filter, update, { returnUpdatedDocs: true }).catch(rethrow);
    return (affectedDocuments ?? null) as T | null;
  };
  return {
    async insertOne(document) {
      await prepare();
      await store.insertAsync(document).catch(rethrow);
    },
    async findOne(filter, options) {
      await prepare();
      return (await store.findOneAsync(filter, options?.projection ?? {})) as T | null;
    },
    async findOneAndUpdate(filter, update, options) {
      const document = await change(filter, update);
      return document && options?.projection ? (project(document, options.projection) as T) : document;
    },
    updateOne: async (filter, update) => (await change(filter, update)) !== null,
    async deleteOne(filter) {
      await prepare();
      return (await store.removeAsync(filter, {})) === 1;
    },
    async find(filter, { projection, sort, limit }) {
      await prepare();
      return (await store
        .findAsync(filter, projection ?? {})
        .sort(sort)
        .limit(limit)) as T[];
    },
  };
}

/** NeDB projects what it finds, but not what it has updated. Stores only ever leave fields out. */
function project(document: Document, projection: Record<string, 0 | 1>): object {
  return Object.fromEntries(Object.entries(document).filter(([field]) => projection[field] !== 0));
}

function rethrow(error: unknown): never {
  if (error instanceof Error && "errorType" in error && error.errorType === "uniqueViolated") {
    throw new DuplicateKeyError(error.name);
  }
  throw error;
}
