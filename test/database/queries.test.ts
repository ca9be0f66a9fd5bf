import { describe, expect, it } from "vitest";
import type { CollectionDefinition, Document } from "../../packages/core/src/database/collection.ts";
import { definitions } from "../../packages/core/src/index.ts";
import { problemOf, watchingQueries } from "../support/costly-queries.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { makeEveryQuery } from "../support/every-query.ts";
import type { Query } from "../support/query-plans.ts";
import { startRollcall } from "../support/rollcall.ts";

describe("a query, by the indexes of its collection", () => {
  const things: CollectionDefinition<Document> = {
    name: "things",
    indexes: [
      { keys: { email: 1 }, unique: true },
      { keys: { status: 1, _id: -1 } },
      { keys: { user: 1, type: 1, at: 1 } },
      { keys: { due: 1 } },
    ],
  };
  const now = new Date();

  it.each<[string, Query]>([
    ["names the one document by its id, whatever else it asks for", { filter: { _id: "a", "sessions.x": { $ne: 1 } } }],
    ["names the one document by another unique field", { filter: { email: "a@example.com", status: "active" } }],
    ["asks for values, and for the order of what is behind them", { filter: { status: "a" }, sort: { _id: -1 } }],
    ["asks for the order backwards", { filter: { status: "a", _id: { $gt: "a" } }, sort: { _id: 1 } }],
    ["asks for everything in the order of an index", { filter: {}, sort: { due: 1 } }],
    ["asks for what is due", { filter: { due: { $gt: new Date(0), $lte: now } }, sort: { due: 1 } }],
    ["asks for what lacks a field", { filter: { due: { $exists: false } }, sort: { due: 1 } }],
    ["asks for two values and a bound", { filter: { user: "a", type: "b", at: { $lt: now } }, sort: { at: -1 } }],
    ["asks for any with these values", { filter: { user: "a", type: "b" } }],
  ])("is as dear with a million documents where it %s", (_, query) => {
    expect(problemOf(things, query)).toBeNull();
  });

  it.each<[string, Query, RegExp]>([
    ["asks for a field that has no index", { filter: { name: "a" } }, /whole collection/],
    ["asks for a field that stands behind others", { filter: { type: "a" } }, /whole collection/],
    ["asks for one of two", { filter: { $or: [{ status: "a" }, { due: now }] } }, /whole collection/],
    ["asks for what is not something", { filter: { status: { $ne: "a" } } }, /whole collection/],
    ["wants another order than the index has", { filter: { status: "a" }, sort: { name: 1 } }, /sorts in memory/],
    ["leaves a field of the index out", { filter: { user: "a" }, sort: { at: 1 } }, /sorts in memory/],
    ["has bounds before the order", { filter: { due: { $lt: now } }, sort: { _id: 1 } }, /past .* due/],
    ["wants both directions", { filter: { user: "a" }, sort: { type: 1, at: -1 } }, /sorts in memory/],
    ["asks for more on top", { filter: { status: "a", name: "b" }, sort: { _id: -1 } }, /past .* name/],
    ["asks for more than bounds", { filter: { due: { $lt: now, $ne: null } }, sort: { due: 1 } }, /past .* due/],
  ])("grows with them where it %s", (_, query, problem) => {
    expect(problemOf(things, query)).toMatch(problem);
  });
});

describeOnEachDatabase("the queries of the service", (form) => {
  /** What it asks its database for. */
  async function everyQuery() {
    const queries: [CollectionDefinition<Document>, Query][] = [];
    const storage = form.open();
    const database = watchingQueries(storage.database, (definition, query) => queries.push([definition, query]));
    await makeEveryQuery(startRollcall({ shares: { ...storage, database } }));
    await storage.dispose();
    return queries;
  }

  it("are as dear with a million documents, and need every index that there is for it (Q197)", async () => {
    const queries = await everyQuery();
    const problems = queries.flatMap(([{ name }, query]) => {
      const indexes = definitions.find((definition) => definition.name === name)?.indexes ?? [];
      const problem = problemOf({ name, indexes }, query);
      return problem ? [`${name} ${JSON.stringify(query)} ${problem}`] : [];
    });
    expect(problems).toEqual([]);
    for (const { name, indexes } of definitions) {
      // A unique one is there for what it refuses as well.
      for (const index of indexes.filter(({ unique }) => !unique)) {
        const others = { name, indexes: indexes.filter((other) => other !== index) };
        const lost = queries.filter(([definition, query]) => definition.name === name && problemOf(others, query));
        expect(lost, `without ${JSON.stringify(index.keys)} of ${name}`).not.toHaveLength(0);
      }
    }
  });
});
