import { deserialize, serialize } from "node:v8";
import {
  type Collection,
  type CollectionDefinition,
  type Database,
  type Document,
  DuplicateKeyError,
} from "./collection.ts";

const methods = ["insertOne", "findOne", "findOneAndUpdate", "updateOne", "deleteOne", "bulkWrite", "find"] as const;

interface Operation {
  collection: string;
  method: keyof Collection<Document>;
  args: unknown[];
}

interface Answer {
  result?: unknown;
  isDuplicate?: true;
}

type Method = (...args: unknown[]) => Promise<unknown>;

/**
 * A database that another process has open, which is where `exchange` takes each operation and whence it brings the
 * answer: see {@link performOperation}. In V8's own form of data, which both sides speak when they run the same Node,
 * and which has the dates and patterns that JSON lacks.
 */
export function openRemoteDatabase(exchange: (operation: Uint8Array) => Promise<Uint8Array>): Database {
  const perform = async (operation: Operation): Promise<unknown> => {
    const { result, isDuplicate } = deserialize(await exchange(serialize(operation))) as Answer;
    if (isDuplicate) throw new DuplicateKeyError(operation.collection);
    return result;
  };
  return {
    collection: <T extends Document>({ name }: CollectionDefinition<T>) =>
      Object.fromEntries(
        methods.map((method) => [method, (...args: unknown[]) => perform({ collection: name, method, args })]),
      ) as unknown as Collection<T>,
    // Whoever has it open has prepared it, and will close it.
    prepare: async () => {},
    ping: async () => {},
    close: async () => {},
  };
}

/**
 * Performs what a remote database has sent, for a sender who may do everything with this one.
 * @throws Error for an operation that is none.
 */
export async function performOperation(
  database: Database,
  definitions: readonly CollectionDefinition<Document>[],
  operation: Uint8Array,
): Promise<Uint8Array> {
  const { collection, method, args } = deserialize(operation) as Operation;
  const definition = definitions.find(({ name }) => name === collection);
  if (!definition || !methods.includes(method)) throw new Error(`There is no ${collection}.${method}`);
  try {
    const result = await (database.collection(definition)[method] as Method)(...args);
    return serialize({ result } satisfies Answer);
  } catch (error) {
    if (error instanceof DuplicateKeyError) return serialize({ isDuplicate: true } satisfies Answer);
    throw error;
  }
}
