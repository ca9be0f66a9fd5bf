import { rm } from "node:fs/promises";
import { join } from "node:path";
import { RollcallError } from "../kernel/errors.ts";
import { unicodeEscape } from "../kernel/text.ts";
import type { CollectionDefinition, Document, Index } from "./collection.ts";
import { dropTornTail } from "./embedded-repair.ts";
import { Datastore } from "./nedb.ts";

/** A data file holds lines that cannot be read. Nothing was changed. */
export class DamagedFileError extends Error {
  override readonly name = "DamagedFileError";

  constructor(file: string) {
    super(`${file} is damaged. Mend it, put a copy in its place, or delete its folder to start afresh`);
  }
}

/** The disk is full, or refuses a data file for another reason that is its own. */
export class RefusedFileError extends Error {
  override readonly name = "RefusedFileError";

  constructor(file: string, cause: unknown) {
    super(`${file} cannot be used (${(cause as NodeJS.ErrnoException).code ?? cause}). Make room, or mend the disk`, {
      cause,
    });
  }
}

/** Seconds a caller is asked to wait while the disk refuses. */
const retryAfter = 2;

/** Only the owner reads the files, and a damaged line is never dropped in silence. */
const fileOptions = {
  modes: { fileMode: 0o600, dirMode: 0o700 },
  corruptAlertThreshold: 0,
  // NeDB also ends a line of its file at these three, which JSON leaves as they are inside of strings.
  afterSerialization: (line: string) => line.replace(/[\u0085\u2028\u2029]/g, unicodeEscape),
  beforeDeserialization: (line: string) => line,
};

/** One collection of an embedded database. */
export interface EmbeddedStore {
  /** @throws DamagedFileError */
  load(): Promise<void>;
  /** Runs one operation alone, on what is in the file. @throws RollcallError `unavailable` while the disk refuses */
  run<R>(operation: (datastore: Datastore) => Promise<R>): Promise<R>;
}

/** @param directory of the file; without one the documents are in memory only */
export function openStore(
  { name, indexes }: CollectionDefinition<Document>,
  directory: string | undefined,
): EmbeddedStore {
  const file = directory === undefined ? null : join(directory, `${name}.db`);
  const datastore = new Datastore(file === null ? { inMemoryOnly: true } : { ...fileOptions, filename: file });
  let last: Promise<unknown> = Promise.resolve();
  /** NeDB changes its memory before the file: after a write that failed it is ahead, and the file may end in half a line. */
  let isAhead = false;

  async function read(file: string): Promise<void> {
    await dropTornTail(file);
    await datastore.loadDatabaseAsync().catch(async (error) => {
      if ("corruptItems" in error) throw new DamagedFileError(file);
      // What it has begun to write in the file's place only takes room.
      await rm(`${file}~`, { force: true });
      throw error;
    });
    isAhead = false;
  }

  return {
    async load() {
      if (file !== null) await read(file).catch(refuse(file));
      for (const index of nedbIndexes(indexes)) await datastore.ensureIndexAsync(index);
    },
    run(operation) {
      const turn = last.then(async () => {
        if (file === null) return operation(datastore);
        try {
          if (isAhead) await read(file);
          return await operation(datastore);
        } catch (error) {
          isAhead ||= isOfTheDisk(error);
          return refuse(file)(error);
        }
      });
      last = turn.catch(() => {});
      return turn;
    },
  };
}

/** An error of the file system, or NeDB's own where it cannot flush a file. */
function isOfTheDisk(error: unknown): boolean {
  return error instanceof Error && ("syscall" in error || "errorOnFsync" in error);
}

const refuse =
  (file: string) =>
  (error: unknown): never => {
    if (!isOfTheDisk(error)) throw error;
    const cause = new RefusedFileError(file, error);
    throw new RollcallError("unavailable", { retryAfter, cause, detail: "The database cannot use its disk." });
  };

/** NeDB looks into an index of several fields for queries that name them all: no use but to keep them unique. */
function nedbIndexes(indexes: readonly Index[]) {
  return indexes.flatMap(({ keys, unique = false, sparse = false, expireAfterSeconds }) => {
    const fields = Object.keys(keys);
    const expiring = expireAfterSeconds !== undefined && { expireAfterSeconds };
    return unique || fields.length === 1 ? [{ fieldName: fields, unique, sparse, ...expiring }] : [];
  });
}
