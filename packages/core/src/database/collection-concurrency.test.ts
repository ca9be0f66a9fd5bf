import { expect, it, onTestFinished } from "vitest";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { idsOf, openThings, type Thing, things } from "../../../../test/support/things.ts";
import { DuplicateKeyError } from "./collection.ts";
import { compareAndSet } from "./compare-and-set.ts";

function inParallel<T>(times: number, call: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => call(index)));
}

describeOnEachDatabase("operations at the same time", (form) => {
  it("let exactly one of 200 compare-and-sets on one state win, in each of 5 rounds", async () => {
    const collection = await openThings(form, { _id: "a", sessions: { x: { step: 0 } } });
    for (let step = 0; step < 5; step++) {
      const results = await inParallel(200, (index) =>
        compareAndSet(
          collection,
          { _id: "a", "sessions.x.step": step },
          { $inc: { "sessions.x.step": 1 }, $set: { count: index } },
        ),
      );
      const winners = results.filter((result): result is Thing => result !== null);
      expect(winners).toHaveLength(1);
      expect(results.indexOf(winners[0] as Thing)).toBe(winners[0]?.count);
      expect(await collection.findOne({ _id: "a" })).toEqual(winners[0]);
    }
  });

  it("lose none of 200 increments", async () => {
    const collection = await openThings(form, { _id: "a", count: 0 });
    await inParallel(200, () => collection.updateOne({ _id: "a" }, { $inc: { count: 1 } }));
    expect(await collection.findOne({ _id: "a" })).toMatchObject({ count: 200 });
  });

  it("make one document of 50 upserts, and lose none of their increments", async () => {
    const collection = await openThings(form);
    const update = { $inc: { "counts.x": 1 }, $set: { email: "a@example.com" } };
    const results = await inParallel(50, () => collection.findOneAndUpdate({ _id: "a" }, update, { upsert: true }));
    expect(results).not.toContain(null);
    expect(await collection.findOne({ _id: "a" })).toEqual({ _id: "a", email: "a@example.com", counts: { x: 50 } });
  });

  it("lose none of 50 entries that are added to one map", async () => {
    const collection = await openThings(form, { _id: "a", sessions: {} });
    await inParallel(50, (index) => collection.updateOne({ _id: "a" }, { $set: { [`sessions.s${index}`]: {} } }));
    expect(Object.keys((await collection.findOne({ _id: "a" }))?.sessions ?? {})).toHaveLength(50);
  });

  it("let one of 50 inserts of one unique value win and reject the others as duplicates", async () => {
    const collection = await openThings(form);
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => collection.insertOne({ _id: `id${index}`, email: "same@example.com" })),
    );
    const losers = results.filter((result) => result.status === "rejected");
    expect(losers).toHaveLength(49);
    for (const { reason } of losers) expect(reason).toBeInstanceOf(DuplicateKeyError);
    expect(await idsOf(collection, {})).toHaveLength(1);
  });

  it("let one of 50 deletions win", async () => {
    const collection = await openThings(form, { _id: "a" });
    const results = await inParallel(50, () => collection.deleteOne({ _id: "a" }));
    expect(results.filter(Boolean)).toHaveLength(1);
  });
});

describeOnEachDatabase("opening a database", (form) => {
  it("creates the indexes before the first of 20 operations at once", async () => {
    const { database, dispose } = form.open();
    onTestFinished(dispose);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        database.collection(things).insertOne({ _id: `id${index}`, email: "same@example.com" }),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("may be repeated, by 20 callers at once and on a database that holds documents", async () => {
    const { database, dispose } = form.open();
    onTestFinished(dispose);
    await inParallel(20, () => database.prepare());
    await database.collection(things).insertOne({ _id: "a", email: "a@example.com" });
    await database.prepare();
    await database.ping();
    expect(await database.collection(things).findOne({ email: "a@example.com" })).toMatchObject({ _id: "a" });
  });
});
