import { describe, expect, it } from "vitest";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { idsOf, openThings } from "../../../../test/support/things.ts";
import { DuplicateKeyError } from "./collection.ts";

describeOnEachDatabase("a collection", (form) => {
  describe("insertOne", () => {
    it("stores a document that findOne gives back", async () => {
      const things = await openThings(form);
      const document = { _id: "a", email: "a@example.com", count: 1, sessions: { x: { step: 0 } } };
      await things.insertOne(document);
      expect(await things.findOne({ _id: "a" })).toEqual(document);
    });

    it("neither changes the document it is given nor keeps hold of it", async () => {
      const things = await openThings(form);
      const document = { _id: "a", email: "a@example.com", sessions: { x: { step: 0 } } };
      await things.insertOne(document);
      expect(document).toEqual({ _id: "a", email: "a@example.com", sessions: { x: { step: 0 } } });
      document.sessions.x.step = 9;
      expect(await things.findOne({ _id: "a" })).toMatchObject({ sessions: { x: { step: 0 } } });
    });

    it("rejects an id that is taken and leaves the first document as it was", async () => {
      const things = await openThings(form, { _id: "a", count: 1 });
      const second = things.insertOne({ _id: "a", email: "other@example.com", count: 2 });
      await expect(second).rejects.toBeInstanceOf(DuplicateKeyError);
      expect(await things.findOne({ _id: "a" })).toMatchObject({ count: 1 });
    });

    it("rejects a value that a unique index has already", async () => {
      const things = await openThings(form, { _id: "a", email: "same@example.com" });
      const second = things.insertOne({ _id: "b", email: "same@example.com" });
      await expect(second).rejects.toBeInstanceOf(DuplicateKeyError);
      expect(await idsOf(things, {})).toEqual(["a"]);
    });
  });

  describe("findOne", () => {
    it("resolves to null where nothing matches", async () => {
      const things = await openThings(form, { _id: "a" });
      expect(await things.findOne({ _id: "b" })).toBeNull();
      expect(await things.findOne({ _id: "a", status: "active" })).toBeNull();
    });

    it("leaves out the fields that the projection excludes", async () => {
      const things = await openThings(form, { _id: "a", email: "a@example.com", count: 1, sessions: { x: {} } });
      const found = await things.findOne({ _id: "a" }, { projection: { count: 0, sessions: 0 } });
      expect(found).toEqual({ _id: "a", email: "a@example.com" });
    });

    it("reads the fields alone that the projection names, with the id, and parts of them by paths", async () => {
      const things = await openThings(form, { _id: "a", count: 1, sessions: { x: { step: 1 }, y: { step: 2 } } });
      const read = (projection: Record<string, 1>) => things.findOne({ _id: "a" }, { projection });
      expect(await read({ count: 1, status: 1 })).toEqual({ _id: "a", count: 1 });
      expect(await read({ _id: 1 })).toEqual({ _id: "a" });
      expect(await read({ "sessions.x": 1 })).toEqual({ _id: "a", sessions: { x: { step: 1 } } });
      expect(await read({ "sessions.y.step": 1, "sessions.none": 1 })).toEqual({
        _id: "a",
        sessions: { y: { step: 2 } },
      });
      expect(await read({ "sessions.none": 1 })).toEqual({ _id: "a", sessions: {} });
    });

    it("hands out a copy, so that changing it changes nothing that is stored", async () => {
      const things = await openThings(form, { _id: "a", sessions: { x: { step: 0 } } });
      const found = await things.findOne({ _id: "a" });
      Object.assign(found?.sessions?.x ?? {}, { step: 9 });
      expect(await things.findOne({ _id: "a" })).toMatchObject({ sessions: { x: { step: 0 } } });
    });
  });

  describe("findOneAndUpdate", () => {
    it("resolves to the document as it is after the update", async () => {
      const things = await openThings(form, { _id: "a", email: "a@example.com", count: 1 });
      const updated = await things.findOneAndUpdate({ _id: "a", count: 1 }, { $set: { count: 2 } });
      expect(updated).toEqual({ _id: "a", email: "a@example.com", count: 2 });
      expect(await things.findOne({ _id: "a" })).toEqual(updated);
    });

    it("leaves out the fields that the projection excludes, and keeps them stored", async () => {
      const things = await openThings(form, { _id: "a", email: "a@example.com", count: 1, status: "active" });
      const updated = await things.findOneAndUpdate(
        { _id: "a" },
        { $inc: { count: 1 } },
        { projection: { status: 0 } },
      );
      expect(updated).toEqual({ _id: "a", email: "a@example.com", count: 2 });
      expect(await things.findOne({ _id: "a" })).toMatchObject({ status: "active" });
    });

    it("reads what the projection names as it is after the update", async () => {
      const things = await openThings(form, { _id: "a", sessions: { x: { step: 1 }, y: { step: 2 } } });
      const change = { $inc: { "sessions.x.step": 1 } };
      const updated = await things.findOneAndUpdate({ _id: "a" }, change, { projection: { "sessions.x": 1 } });
      expect(updated).toEqual({ _id: "a", sessions: { x: { step: 2 } } });
    });

    it("resolves to null where nothing matches, and inserts nothing", async () => {
      const things = await openThings(form, { _id: "a", count: 1 });
      expect(await things.findOneAndUpdate({ _id: "a", count: 2 }, { $set: { count: 3 } })).toBeNull();
      expect(await things.findOneAndUpdate({ _id: "b" }, { $set: { count: 3 } })).toBeNull();
      expect(await things.find({}, { sort: { _id: 1 }, limit: 10 })).toMatchObject([{ _id: "a", count: 1 }]);
    });

    it("rejects a change that a unique index forbids, and changes nothing", async () => {
      const things = await openThings(form, { _id: "a" }, { _id: "b", count: 1 });
      const change = things.findOneAndUpdate({ _id: "b" }, { $set: { email: "a@example.com", count: 2 } });
      await expect(change).rejects.toBeInstanceOf(DuplicateKeyError);
      expect(await things.findOne({ _id: "b" })).toMatchObject({ email: "b@example.com", count: 1 });
    });
  });

  describe("updateOne", () => {
    it("resolves to whether a document matched, also when the update changes nothing", async () => {
      const things = await openThings(form, { _id: "a", count: 1 });
      expect(await things.updateOne({ _id: "a" }, { $set: { count: 2 } })).toBe(true);
      expect(await things.updateOne({ _id: "a" }, { $set: { count: 2 } })).toBe(true);
      expect(await things.updateOne({ _id: "b" }, { $set: { count: 2 } })).toBe(false);
      expect(await things.find({}, { sort: { _id: 1 }, limit: 10 })).toMatchObject([{ _id: "a", count: 2 }]);
    });

    it("rejects a change that a unique index forbids", async () => {
      const things = await openThings(form, { _id: "a" }, { _id: "b" });
      const change = things.updateOne({ _id: "b" }, { $set: { email: "a@example.com" } });
      await expect(change).rejects.toBeInstanceOf(DuplicateKeyError);
    });
  });

  describe("a unique index that leaves out documents without its field", () => {
    it("takes any number of them, and one document for each value", async () => {
      const things = await openThings(form, { _id: "a", credentialIds: ["x", "y"] }, { _id: "b" }, { _id: "c" });
      const second = things.insertOne({ _id: "d", email: "d@example.com", credentialIds: ["z", "y"] });
      await expect(second).rejects.toBeInstanceOf(DuplicateKeyError);
      const change = things.findOneAndUpdate({ _id: "b" }, { $set: { credentialIds: ["x"], count: 1 } });
      await expect(change).rejects.toBeInstanceOf(DuplicateKeyError);
      expect(await things.findOne({ _id: "b" })).toEqual({ _id: "b", email: "b@example.com" });
      expect(await things.updateOne({ _id: "b" }, { $set: { credentialIds: ["z", "z"] } })).toBe(true);
      expect(await idsOf(things, {})).toEqual(["a", "b", "c"]);
    });

    it("lets a document keep its values, and gives free what it loses", async () => {
      const things = await openThings(form, { _id: "a", credentialIds: ["x", "y"] }, { _id: "b" });
      await things.updateOne({ _id: "a" }, { $set: { credentialIds: ["y", "z"] } });
      await things.updateOne({ _id: "b" }, { $set: { credentialIds: ["x"] } });
      await things.updateOne({ _id: "a" }, { $unset: { credentialIds: true } });
      await things.updateOne({ _id: "b" }, { $set: { credentialIds: ["x", "y", "z"] } });
      expect(await things.findOne({ _id: "b" })).toMatchObject({ credentialIds: ["x", "y", "z"] });
    });
  });

  describe("deleteOne", () => {
    it("resolves to whether it deleted a document", async () => {
      const things = await openThings(form, { _id: "a" }, { _id: "b" });
      expect(await things.deleteOne({ _id: "a" })).toBe(true);
      expect(await things.deleteOne({ _id: "a" })).toBe(false);
      expect(await idsOf(things, {})).toEqual(["b"]);
    });

    it("deletes one document where several match", async () => {
      const things = await openThings(form, { _id: "a", status: "active" }, { _id: "b", status: "active" });
      expect(await things.deleteOne({ status: "active" })).toBe(true);
      expect(await idsOf(things, { status: "active" })).toHaveLength(1);
    });

    it("gives the values of a unique index free again", async () => {
      const things = await openThings(form, { _id: "a", email: "same@example.com" });
      await things.deleteOne({ _id: "a" });
      await things.insertOne({ _id: "b", email: "same@example.com" });
      expect(await idsOf(things, { email: "same@example.com" })).toEqual(["b"]);
    });
  });

  describe("bulkWrite", () => {
    it("makes writes of each kind in their order, and resolves to how many found a document", async () => {
      const things = await openThings(form, { _id: "a", count: 1 }, { _id: "b" });
      const found = await things.bulkWrite([
        { updateOne: { filter: { _id: "a", count: 1 }, update: { $set: { count: 2 } } } },
        { updateOne: { filter: { _id: "a", count: 1 }, update: { $set: { count: 3 } } } },
        { insertOne: { document: { _id: "c", email: "c@example.com" } } },
        { deleteOne: { filter: { _id: "b" } } },
        { deleteOne: { filter: { _id: "none" } } },
      ]);
      expect(found).toBe(2);
      expect(await idsOf(things, {})).toEqual(["a", "c"]);
      expect(await things.findOne({ _id: "a" })).toMatchObject({ count: 2 });
    });

    it("keeps what came before a write that a unique index forbids, and makes none behind it", async () => {
      const things = await openThings(form, { _id: "b" });
      const documents = ["a", "b", "c"].map((_id) => ({ _id, email: `${_id}@example.org` }));
      const written = things.bulkWrite(documents.map((document) => ({ insertOne: { document } })));
      await expect(written).rejects.toBeInstanceOf(DuplicateKeyError);
      expect(await idsOf(things, {})).toEqual(["a", "b"]);
    });
  });

  describe("find", () => {
    const five = ["a", "b", "c", "d", "e"].map((_id, index) => ({ _id, count: index % 2, status: "active" }));

    it("sorts up and down, and by the second field where the first is equal", async () => {
      const things = await openThings(form, ...five);
      const ids = async (sort: Record<string, 1 | -1>) =>
        (await things.find({}, { sort, limit: 10 })).map(({ _id }) => _id).join("");
      expect(await ids({ _id: 1 })).toBe("abcde");
      expect(await ids({ _id: -1 })).toBe("edcba");
      expect(await ids({ count: 1, _id: -1 })).toBe("ecadb");
    });

    it("returns the first of the order, and no more than the limit", async () => {
      const things = await openThings(form, ...five);
      const found = await things.find({ count: 0 }, { sort: { _id: -1 }, limit: 2 });
      expect(found.map(({ _id }) => _id)).toEqual(["e", "c"]);
    });

    it("returns an empty list where nothing matches, and leaves out what the projection excludes", async () => {
      const things = await openThings(form, ...five);
      expect(await things.find({ status: "disabled" }, { sort: { _id: 1 }, limit: 10 })).toEqual([]);
      const projection = { email: 0, count: 0 } as const;
      const found = await things.find({ _id: "a" }, { sort: { _id: 1 }, limit: 10, projection });
      expect(found).toEqual([{ _id: "a", status: "active" }]);
      const named = await things.find({ _id: "a" }, { sort: { count: 1 }, limit: 10, projection: { status: 1 } });
      expect(named).toEqual([{ _id: "a", status: "active" }]);
    });
  });
});
