/** A document; its `_id` is a string chosen by the application. */
export interface Document {
  _id: string;
}

/** A query in MongoDB's language. Stores write it; it is never built from a caller's object. */
export type Filter = Record<string, unknown>;

/** An update with `$set`, `$unset` and `$inc`, the operators every form of the database has. */
export interface Update {
  $set?: Record<string, unknown>;
  $unset?: Record<string, true>;
  $inc?: Record<string, number>;
}

/** The fields to leave out, or the only ones to read: then a path leads to a part of one. The `_id` always comes. */
export type Projection = Record<string, 0> | Record<string, 1>;

/**
 * The part of MongoDB's collection that stores may use. Each call is one round trip and, but for `bulkWrite`, one atomic
 * operation. Calls reject with {@link DuplicateKeyError} where a unique index forbids the write, and with
 * a RollcallError `unavailable` while the database cannot be reached.
 */
export interface Collection<T extends Document> {
  insertOne(document: T): Promise<void>;
  findOne(filter: Filter, options?: { projection?: Projection }): Promise<T | null>;
  /**
   * Resolves to the document as it is after the update, or null where none matched. With `upsert` there is always one: a filter
   * that names nothing but the `_id` makes it.
   */
  findOneAndUpdate(filter: Filter, update: Update, options?: UpdateOptions): Promise<T | null>;
  /** Resolves to whether a document matched. */
  updateOne(filter: Filter, update: Update): Promise<boolean>;
  /** Resolves to whether a document was deleted. */
  deleteOne(filter: Filter): Promise<boolean>;
  /**
   * Makes some writes, at least one, in their order, each atomic by itself. Where one is refused, those before it are made and none
   * behind it is. Resolves to how many found a document that was there.
   */
  bulkWrite(writes: Write<T>[]): Promise<number>;
  find(filter: Filter, options: FindOptions): Promise<T[]>;
}

/** One of some writes that go together. */
export type Write<T extends Document> =
  | { insertOne: { document: T } }
  | { updateOne: { filter: Filter; update: Update } }
  | { deleteOne: { filter: Filter } };

export interface UpdateOptions {
  projection?: Projection;
  upsert?: boolean;
}

export interface FindOptions {
  projection?: Projection;
  sort: Record<string, 1 | -1>;
  limit: number;
}

export interface Index {
  /** MongoDB's index specification, such as `{ status: 1, _id: -1 }`. */
  keys: Record<string, 1 | -1>;
  unique?: boolean;
  /**
   * Of an index on one field: documents without it are not in the index, so that any number of them goes with `unique`. Not of one on
   * dates, which NeDB then leaves out as well.
   */
  sparse?: true;
  /** Of an index on one date: how long after it the database removes the document by itself, some time. Nobody may count on it. */
  expireAfterSeconds?: number;
}

/** A collection as code: its name and every index it needs. `T` is the shape of its documents. */
export interface CollectionDefinition<T extends Document> {
  name: string;
  indexes: readonly Index[];
  /** What it holds may be forgotten with the process: the embedded form, of which one process has all, keeps it in memory. */
  isTransient?: true;
  /** Carries the type only; never set. */
  document?: T;
}

/** One database, in either form. Collections and indexes are created before the first operation runs. */
export interface Database {
  collection<T extends Document>(definition: CollectionDefinition<T>): Collection<T>;
  /** Connects and creates what is missing of the indexes; safe to repeat and to run in many processes at once. */
  prepare(): Promise<void>;
  /** Resolves when the database answers; rejects with `unavailable` when it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A unique index refused a write. */
export class DuplicateKeyError extends Error {
  override readonly name = "DuplicateKeyError";
}
