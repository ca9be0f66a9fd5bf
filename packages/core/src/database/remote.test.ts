import { serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { databaseForms } from "../../../../test/support/databases.ts";
import { openThings, things } from "../../../../test/support/things.ts";
import { definitions } from "../definitions.ts";
import { DuplicateKeyError } from "./collection.ts";
import { openEmbeddedDatabase } from "./embedded.ts";
import { openRemoteDatabase, performOperation } from "./remote.ts";

/** A collection of a database that is reached by bytes alone. */
function openRemoteThings() {
  const database = openEmbeddedDatabase({ definitions });
  return openRemoteDatabase((operation) => performOperation(database, definitions, operation)).collection(things);
}

describe("a database that another process has open", () => {
  it("answers as it does there: dates, patterns, projections, what matches nothing", async () => {
    const [form] = databaseForms();
    const at = new Date("2026-01-01T00:00:00.001Z");
    for (const collection of [openRemoteThings(), await openThings(form as never)]) {
      await collection.insertOne({ _id: "a", email: "a@example.com", at, sessions: { x: { step: 1, label: null } } });
      expect(await collection.findOne({ at: { $lte: at }, email: /^a@/ }, { projection: { email: 0 } })).toEqual({
        _id: "a",
        at,
        sessions: { x: { step: 1, label: null } },
      });
      const update = { $set: { at: new Date(at.getTime() + 1) }, $inc: { "sessions.x.step": 1 } };
      expect(await collection.findOneAndUpdate({ _id: "a" }, update)).toMatchObject({ sessions: { x: { step: 2 } } });
      expect(await collection.find({}, { sort: { _id: 1 }, limit: 9 })).toHaveLength(1);
      expect(await collection.updateOne({ _id: "b" }, { $unset: { at: true } })).toBe(false);
      expect(await collection.findOne({ _id: "b" })).toBeNull();
      expect(await collection.deleteOne({ _id: "a" })).toBe(true);
    }
  });

  it("says which write a unique index has refused", async () => {
    const collection = openRemoteThings();
    await collection.insertOne({ _id: "a", email: "same@example.com" });
    const second = collection.insertOne({ _id: "b", email: "same@example.com" });
    await expect(second).rejects.toBeInstanceOf(DuplicateKeyError);
  });

  it("performs nothing that is no operation of a collection it has", async () => {
    const database = openEmbeddedDatabase({ definitions });
    for (const [collection, method] of [
      ["users", "constructor"],
      ["passwords", "find"],
    ]) {
      const operation = serialize({ collection, method, args: [] });
      await expect(performOperation(database, definitions, operation)).rejects.toThrow(`There is no ${collection}`);
    }
  });
});
