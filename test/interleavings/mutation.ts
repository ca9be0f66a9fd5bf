import type { Database } from "@rollcall/core";
import type { Collection, Filter, Update } from "../../packages/core/src/database/collection.ts";

/** A view of a database in which a verb does something else than it says. */
export type Mutation = (database: Database) => Database;

// biome-ignore lint/suspicious/noExplicitAny: it has documents of any kind
export type AnyCollection = Collection<any>;

/** Puts other methods in the place of some of a collection's. */
export function mutated(name: string, change: (collection: AnyCollection) => Partial<AnyCollection>): Mutation {
  return (database) => ({
    ...database,
    collection(definition) {
      const collection = database.collection(definition);
      return definition.name === name ? { ...collection, ...change(collection) } : collection;
    },
  });
}

/** A write on what is there. */
export interface Write {
  collection: AnyCollection;
  filter: Filter;
  update: Update;
  /** Whether it makes the document that it does not find. */
  isUpsert: boolean;
  /** Makes it as it is, or with another filter or update. */
  write(filter?: Filter, update?: Update): Promise<unknown>;
}

/** Has every write on what is there done in another way. */
export function mutatedWrites(name: string, change: (write: Write) => Promise<unknown>): Mutation {
  return mutated(name, (collection) => ({
    findOneAndUpdate: (filter, update, options) =>
      change({
        collection,
        filter,
        update,
        isUpsert: options?.upsert === true,
        write: (otherFilter = filter, other = update) => collection.findOneAndUpdate(otherFilter, other, options),
      }),
    updateOne: async (filter, update) =>
      Boolean(
        await change({
          collection,
          filter,
          update,
          isUpsert: false,
          write: (otherFilter = filter, other = update) => collection.updateOne(otherFilter, other),
        }),
      ),
  }));
}

/** The part of a filter or of a part of an update whose fields pass. */
export function fieldsOf<T>(
  fields: Record<string, T> | undefined,
  passes: (field: string) => boolean,
): Record<string, T> {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([field]) => passes(field)));
}
