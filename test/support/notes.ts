import type { CollectionDefinition, Document } from "../../packages/core/src/database/collection.ts";
import { openEmbeddedDatabase } from "../../packages/core/src/database/embedded.ts";

export interface Note extends Document {
  email: string;
  text?: string;
  count?: number;
  at?: Date;
}

/** A small collection of the tests' own. Nothing here needs the test runner: other processes load it, too. */
export const notes: CollectionDefinition<Note> = {
  name: "notes",
  indexes: [{ keys: { email: 1 }, unique: true }],
};

/** @throws DirectoryInUseError */
export function openNotes(directory: string) {
  const database = openEmbeddedDatabase({ directory, definitions: [notes] });
  const collection = database.collection(notes);
  const all = () => collection.find({}, { sort: { _id: 1 }, limit: 100_000 });
  return { database, collection, all };
}
