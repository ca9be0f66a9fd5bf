import { onTestFinished } from "vitest";
import type { Collection, CollectionDefinition } from "../../packages/core/src/database/collection.ts";
import { users } from "../../packages/core/src/user/index.ts";
import type { DatabaseForm } from "./databases.ts";

/** A document that is shaped like an account without being one. */
export interface Thing {
  _id: string;
  email?: string;
  searchKeys?: string[];
  credentialIds?: string[];
  label?: string | null;
  status?: string;
  roles?: string[];
  count?: number;
  at?: Date;
  sessions?: Record<string, { step?: number; at?: Date; label?: string | null }>;
  value?: unknown;
}

/** A form opens the service's own collections, so the tests of the interface borrow the one with indexes. */
export const things: CollectionDefinition<Thing> = { name: users.name, indexes: users.indexes };

/** An empty collection that lives until the end of the test, with the documents it is given. */
export async function openThings(form: DatabaseForm, ...documents: Thing[]): Promise<Collection<Thing>> {
  const storage = form.open();
  onTestFinished(() => storage.dispose());
  const collection = storage.database.collection(things);
  // An address of its own each: an absent field counts as a value for a unique index.
  for (const document of documents) await collection.insertOne({ email: `${document._id}@example.com`, ...document });
  return collection;
}

/** The ids of whatever matches, in order. */
export async function idsOf(collection: Collection<Thing>, filter: Record<string, unknown>): Promise<string[]> {
  return (await collection.find(filter, { sort: { _id: 1 }, limit: 100 })).map(({ _id }) => _id);
}
