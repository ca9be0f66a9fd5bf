import { definitions } from "@rollcall/core";
import type { TestRollcall } from "./rollcall.ts";

/** All that is in the database, as text. */
export async function dumpOf({ storage }: TestRollcall): Promise<string> {
  const collections = await Promise.all(
    definitions.map((definition) =>
      storage.database.collection(definition).find({}, { sort: { _id: 1 }, limit: 10_000 }),
    ),
  );
  return JSON.stringify(collections);
}
