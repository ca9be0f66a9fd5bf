import { mkdirSync } from "node:fs";
import {
  type Collection,
  type CollectionDefinition,
  type Database,
  type Document,
  DuplicateKeyError,
  type Projection,
  type Write,
} from "./collection.ts";
import { lockDirectory } from "./embedded-lock.ts";
import { type EmbeddedStore, openStore } from "./embedded-store.ts";
import type { Datastore } from "./nedb.ts";

export interface EmbeddedOptions {
  /** The folder of the data files, one per collection. Without one the data lives in memory. */
  directory?: string;
  definitions: readonly CollectionDefinition<Document>[];
}

/**
 * NeDB behind the same interface as MongoDB: pure JavaScript, one process at a time. Every operation runs
 * alone, so each is atomic; an acknowledged write is in the file and survives the death of the process. While the disk is
 * full, or refuses for another reason, operations reject with `unavailable`, and what they have left is undone before the next.
 * @throws DirectoryInUseError when another process has the folder open.
 */
export function openEmbeddedDatabase({ directory, definitions }: EmbeddedOptions): Database {
  const unlock = directory ? openDirectory(directory) : () => {};
  const stores = new Map(
    definitions.map((each) => [each.name, openStore(each, each.isTransient ? undefined : directory)]),
  );
  const underWay = new Set<Promise<unknown>>();
  let prepared: Promise<unknown> | undefined;
  let isClosed = false;

  const prepare = async () => {
    prepared ??= Promise.all([...stores.values()].map((store) => store.load())).catch((error) => {
      prepared = undefined;
      throw error;
    });
    await prepared;
  };
  /** Once it is closed the folder may be another process's. */
  const guarded = async <R>(operation: () => Promise<R>): Promise<R> => {
    if (isClosed) throw new Error("The embedded database is closed");
    const result = prepare().then(operation);
    underWay.add(result);
    return result.finally(() => underWay.delete(result));
  };
  const runOn =
    (store: EmbeddedStore): Run =>
    (operation) =>
      guarded(() => store.run(operation));

  return {
    collection<T extends Document>({ name }: CollectionDefinition<T>) {
      const store = stores.get(name);
      if (!store) throw new Error(`Collection ${name} is not among the database's definitions`);
      return embeddedCollection<T>(runOn(store));
    },
    prepare: () => guarded(async () => {}),
    ping: () => guarded(async () => {}),
    async close() {
      isClosed = true;
      await Promise.allSettled(underWay);
      unlock();
    },
  };
}

/** Runs one operation on a store that is loaded. */
type Run = <R>(operation: (datastore: Datastore) => Promise<R>) => Promise<R>;

function openDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return lockDirectory(directory);
}

function embeddedCollection<T extends Document>(run: Run): Collection<T> {
  const change = async (filter: object, update: object, upsert = false) => {
    const options = { returnUpdatedDocs: true, upsert } as const;
    const { affectedDocuments } = await run((store) => store.updateAsync(filter, update, options)).catch(rethrow);
    return (affectedDocuments ?? null) as T | null;
  };
  const collection: Collection<T> = {
    async insertOne(document) {
      await run((store) => store.insertAsync(document)).catch(rethrow);
    },
    async findOne(filter, options) {
      const document = (await run(async (store) => store.findOneAsync(filter))) as T | null;
      return document && (project(document, options?.projection) as T);
    },
    async findOneAndUpdate(filter, update, options) {
      const document = await change(filter, update, options?.upsert);
      return document && (project(document, options?.projection) as T);
    },
    updateOne: async (filter, update) => (await change(filter, update)) !== null,
    deleteOne: async (filter) => (await run((store) => store.removeAsync(filter, {}))) === 1,
    async bulkWrite(writes) {
      let count = 0;
      for (const write of writes) count += Number(await make(collection, write));
      return count;
    },
    async find(filter, { projection, sort, limit }) {
      const documents = (await run(async (store) => store.findAsync(filter).sort(sort).limit(limit))) as T[];
      return documents.map((document) => project(document, projection) as T);
    },
  };
  return collection;
}

/** @returns whether it found a document that was there */
function make<T extends Document>(collection: Collection<T>, write: Write<T>): Promise<boolean> {
  if ("insertOne" in write) return collection.insertOne(write.insertOne.document).then(() => false);
  if ("updateOne" in write) return collection.updateOne(write.updateOne.filter, write.updateOne.update);
  return collection.deleteOne(write.deleteOne.filter);
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
