import { describe, expect, it } from "vitest";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { idsOf, openThings } from "../../../../test/support/things.ts";

const noon = new Date("2026-05-01T12:00:00.000Z");
const justAfter = new Date(noon.getTime() + 1);

describeOnEachDatabase("the operators that stores use", (form) => {
  describe("updates on paths into a map", () => {
    it("$set adds an entry beside the others, and a member beside the others", async () => {
      const things = await openThings(form, { _id: "a", sessions: { x: { step: 1, label: "old" } } });
      await things.updateOne({ _id: "a" }, { $set: { "sessions.y": { step: 0 }, "sessions.x.label": "new" } });
      expect((await things.findOne({ _id: "a" }))?.sessions).toEqual({ x: { step: 1, label: "new" }, y: { step: 0 } });
    });

    it("$set replaces a whole map", async () => {
      const things = await openThings(form, { _id: "a", sessions: { x: { step: 1 }, y: { step: 2 } } });
      await things.updateOne({ _id: "a" }, { $set: { sessions: { y: { step: 2 } } } });
      expect((await things.findOne({ _id: "a" }))?.sessions).toEqual({ y: { step: 2 } });
    });

    it("$unset removes an entry, leaves an empty map after the last one, and passes over what is missing", async () => {
      const things = await openThings(form, { _id: "a", sessions: { x: { step: 1 }, y: { step: 2 } } });
      await things.updateOne({ _id: "a" }, { $unset: { "sessions.x": true, "sessions.none": true } });
      expect((await things.findOne({ _id: "a" }))?.sessions).toEqual({ y: { step: 2 } });
      await things.updateOne({ _id: "a" }, { $unset: { "sessions.y": true } });
      expect((await things.findOne({ _id: "a" }))?.sessions).toEqual({});
    });

    it("$inc adds to a number inside an entry, and leaves the rest of the entry alone", async () => {
      const things = await openThings(form, { _id: "a", count: 5, sessions: { x: { step: 1, at: noon } } });
      await things.updateOne({ _id: "a" }, { $inc: { "sessions.x.step": 1, count: -2 } });
      const found = await things.findOne({ _id: "a" });
      expect(found).toMatchObject({ count: 3, sessions: { x: { step: 2, at: noon } } });
    });

    it("all three work in one update", async () => {
      const things = await openThings(form, { _id: "a", count: 1, sessions: { x: { step: 1 }, y: { step: 2 } } });
      const updated = await things.findOneAndUpdate(
        { _id: "a" },
        {
          $set: { "sessions.z": { step: 0 }, at: noon },
          $unset: { "sessions.y": true },
          $inc: { "sessions.x.step": 1 },
        },
      );
      expect(updated).toMatchObject({ count: 1, at: noon });
      expect(updated?.sessions).toEqual({ x: { step: 2 }, z: { step: 0 } });
    });
  });

  describe("conditions on paths into a map", () => {
    it("$exists tells whether there is an entry, whatever is in it", async () => {
      const things = await openThings(
        form,
        { _id: "a", sessions: { x: { step: 1 } } },
        { _id: "b", sessions: { x: {} } },
        { _id: "c", sessions: {} },
        { _id: "d" },
      );
      expect(await idsOf(things, { "sessions.x": { $exists: true } })).toEqual(["a", "b"]);
      expect(await idsOf(things, { "sessions.x": { $exists: false } })).toEqual(["c", "d"]);
    });

    it("equality finds the exact number inside an entry, and no entry that is missing", async () => {
      const things = await openThings(
        form,
        { _id: "a", sessions: { x: { step: 0 } } },
        { _id: "b", sessions: { x: { step: 1 } } },
        { _id: "c", sessions: { y: { step: 0 } } },
      );
      expect(await idsOf(things, { "sessions.x.step": 0 })).toEqual(["a"]);
    });

    it("$gt compares dates to the millisecond, and a missing date is not later than anything", async () => {
      const things = await openThings(
        form,
        { _id: "a", sessions: { x: { at: noon } } },
        { _id: "b", sessions: { x: { at: justAfter } } },
        { _id: "c", sessions: {} },
      );
      expect(await idsOf(things, { "sessions.x.at": { $gt: noon } })).toEqual(["b"]);
      expect(await idsOf(things, { "sessions.x.at": { $lt: justAfter } })).toEqual(["a"]);
    });

    it("every condition of a filter has to hold", async () => {
      const things = await openThings(
        form,
        { _id: "a", status: "active", sessions: { x: { step: 1, at: justAfter } } },
        { _id: "b", status: "disabled", sessions: { x: { step: 1, at: justAfter } } },
      );
      const filter = { status: "active", "sessions.x.step": 1, "sessions.x.at": { $gt: noon } };
      expect(await idsOf(things, filter)).toEqual(["a"]);
      expect(await idsOf(things, { ...filter, "sessions.x.step": 2 })).toEqual([]);
    });
  });

  describe("conditions on fields", () => {
    it("$lt and $gt compare ids as text", async () => {
      const things = await openThings(form, { _id: "user_01a" }, { _id: "user_01b" }, { _id: "user_02a" });
      expect(await idsOf(things, { _id: { $lt: "user_01b" } })).toEqual(["user_01a"]);
      expect(await idsOf(things, { _id: { $gt: "user_01b" } })).toEqual(["user_02a"]);
    });

    it("null finds a field that is null, and no text", async () => {
      const things = await openThings(form, { _id: "a", label: null }, { _id: "b", label: "null" });
      expect(await idsOf(things, { label: null })).toEqual(["a"]);
    });

    it("a value finds the lists that hold it", async () => {
      const things = await openThings(form, { _id: "a", roles: ["admin"] }, { _id: "b", roles: [] });
      expect(await idsOf(things, { roles: "admin" })).toEqual(["a"]);
    });

    it("a text finds the lists of an index that hold it, whatever is in it, and no others", async () => {
      const things = await openThings(
        form,
        { _id: "a", searchKeys: ["A", "A.", "A.B", "ÅSA 😀", "\0", "$", "^A", ""] },
        { _id: "b", searchKeys: ["A", "AX"] },
        { _id: "c", searchKeys: [] },
        { _id: "d" },
      );
      for (const key of ["A.B", "ÅSA 😀", "\0", "$", "^A", ""])
        expect(await idsOf(things, { searchKeys: key })).toEqual(["a"]);
      expect(await idsOf(things, { searchKeys: "A" })).toEqual(["a", "b"]);
      await things.updateOne({ _id: "a" }, { $set: { searchKeys: ["B"] } });
      expect(await idsOf(things, { searchKeys: "A" })).toEqual(["b"]);
    });

    it("$or needs one of its conditions, beside all the others of the filter", async () => {
      const things = await openThings(
        form,
        { _id: "a", searchKeys: ["ADA", "A"], status: "active" },
        { _id: "b", roles: ["A"], searchKeys: ["A"], status: "active" },
        { _id: "c", searchKeys: ["A"], status: "disabled" },
        { _id: "d", searchKeys: ["B"], status: "active" },
      );
      const filter = { $or: [{ roles: "A" }, { searchKeys: "A" }] };
      expect(await idsOf(things, filter)).toEqual(["a", "b", "c"]);
      expect(await idsOf(things, { ...filter, status: "active", _id: { $lt: "b" } })).toEqual(["a"]);
    });
  });
});
