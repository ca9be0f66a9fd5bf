import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryDirectory } from "../../../../test/support/commands.ts";
import { type Note, openNotes } from "../../../../test/support/notes.ts";
import { type Thing, things } from "../../../../test/support/things.ts";
import { type CollectionDefinition, DuplicateKeyError } from "./collection.ts";
import { openEmbeddedDatabase } from "./embedded.ts";

const ada: Note = { _id: "a", email: "ada@example.com", count: 1, at: new Date("2026-05-01T12:00:00.001Z") };

/** What a folder holds for whoever opens it now. */
async function contentOf(directory: string): Promise<Note[]> {
  const { database, all } = openNotes(directory);
  try {
    return await all();
  } finally {
    await database.close();
  }
}

function openUntilTheEnd(directory: string) {
  const opened = openNotes(directory);
  onTestFinished(() => opened.database.close());
  return opened;
}

/** A folder with notes in it that no process has open. */
async function closedDirectory(...documents: Note[]): Promise<string> {
  const directory = temporaryDirectory();
  const { database, collection } = openNotes(directory);
  await database.prepare();
  for (const document of documents) await collection.insertOne(document);
  await database.close();
  return directory;
}

describe("an embedded database in a folder", () => {
  it("has after it was closed and opened again what was inserted, updated and deleted", async () => {
    const directory = temporaryDirectory();
    const first = openNotes(directory);
    for (const id of ["b", "c"]) await first.collection.insertOne({ ...ada, _id: id, email: `${id}@example.com` });
    await first.collection.insertOne(ada);
    await first.collection.updateOne({ _id: "a" }, { $set: { text: "Ada" }, $inc: { count: 1 } });
    await first.collection.findOneAndUpdate({ _id: "b" }, { $unset: { at: true } });
    await first.collection.deleteOne({ _id: "c" });
    await first.database.close();
    expect(await contentOf(directory)).toEqual([
      { ...ada, text: "Ada", count: 2 },
      { _id: "b", email: "b@example.com", count: 1 },
    ]);
  });

  const characters = {
    NUL: "\0",
    "line breaks": "\n \r\n \v \f",
    NEL: "\u0085",
    "LINE SEPARATOR": "\u2028",
    "PARAGRAPH SEPARATOR": "\u2029",
    "other controls": "\u0001 \u001f \u007f",
    "letters beyond ASCII": "é e\u0301 😀 \ufeff \uffff",
  };

  it.each(Object.entries(characters))("has text with %s as it was written", async (_name, characters) => {
    const text = `before${characters}after`;
    const directory = await closedDirectory({ ...ada, text });
    expect(await contentOf(directory)).toEqual([{ ...ada, text }]);
  });

  it("keeps values unique that were there before it was opened", async () => {
    const { collection } = openUntilTheEnd(await closedDirectory(ada));
    await expect(collection.insertOne({ ...ada, _id: "b" })).rejects.toBeInstanceOf(DuplicateKeyError);
  });

  it("keeps values unique that were there before a later version had the index (Q136)", async () => {
    const directory = temporaryDirectory();
    const open = async (indexes: CollectionDefinition<Thing>["indexes"]) => {
      const definition = { ...things, indexes };
      const database = openEmbeddedDatabase({ directory, definitions: [definition as never] });
      onTestFinished(() => database.close());
      await database.prepare();
      return { database, collection: database.collection(definition) };
    };
    const old = await open(things.indexes.filter(({ sparse }) => !sparse));
    await old.collection.insertOne({ _id: "a", email: "a@example.com", credentialIds: ["x"] });
    for (const _id of ["b", "c"]) await old.collection.insertOne({ _id, email: `${_id}@example.com` });
    await old.database.close();
    const { collection } = await open(things.indexes);
    const change = collection.updateOne({ _id: "b" }, { $set: { credentialIds: ["x"] } });
    await expect(change).rejects.toBeInstanceOf(DuplicateKeyError);
    expect(await collection.updateOne({ _id: "b" }, { $set: { credentialIds: ["y"] } })).toBe(true);
  });

  it("gives nobody else access to its files", async () => {
    const directory = join(temporaryDirectory(), "data");
    const { collection } = openUntilTheEnd(directory);
    await collection.insertOne(ada);
    const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(modeOf(directory)).toBe("700");
    const files = readdirSync(directory);
    expect(files).toContain("notes.db");
    for (const file of files) expect(modeOf(join(directory, file)), file).toBe("600");
  });

  it("finishes the writes under way before it closes, so that whoever opens it next has them", async () => {
    const directory = temporaryDirectory();
    const { database, collection } = openNotes(directory);
    await database.prepare();
    const writes = Array.from({ length: 50 }, (_, index) =>
      collection.insertOne({ _id: `${index}`, email: `${index}@example.com` }),
    );
    await database.close();
    const seen = await contentOf(directory);
    const acknowledged = (await Promise.allSettled(writes)).filter(({ status }) => status === "fulfilled");
    expect(seen).toHaveLength(acknowledged.length);
  });

  it("takes no operation once it is closed, because the folder may be another's by then", async () => {
    const { database, collection } = openNotes(temporaryDirectory());
    await collection.insertOne(ada);
    await database.close();
    await expect(collection.insertOne({ ...ada, _id: "b", email: "b@example.com" })).rejects.toBeInstanceOf(Error);
  });
});

describe("a damaged file of an embedded database", () => {
  const notesFile = (directory: string) => join(directory, "notes.db");
  const three = ["a", "b", "c"].map((id) => ({ ...ada, _id: id, email: `${id}@example.com`, text: `é 😀 ${id}` }));

  /** Where the last line of a file begins, in bytes. */
  const lastLineOf = (bytes: Buffer) => bytes.lastIndexOf("\n", bytes.length - 2) + 1;

  it("opens with every acknowledged write wherever a torn last line ends", async () => {
    const bytes = readFileSync(notesFile(await closedDirectory(...three)));
    for (let end = lastLineOf(bytes); end < bytes.length; end++) {
      const directory = temporaryDirectory();
      writeFileSync(notesFile(directory), bytes.subarray(0, end));
      expect(await contentOf(directory), `cut at byte ${end}`).toEqual(three.slice(0, 2));
    }
  });

  it("has the state before an update whose line is torn, and takes new writes", async () => {
    const directory = await closedDirectory(...three);
    const second = openNotes(directory);
    await second.collection.updateOne({ _id: "b" }, { $set: { text: "changed" } });
    await second.database.close();
    const bytes = readFileSync(notesFile(directory));
    writeFileSync(notesFile(directory), bytes.subarray(0, bytes.length - 5));
    const third = openNotes(directory);
    expect(await third.all()).toEqual(three);
    await third.collection.insertOne({ _id: "d", email: "d@example.com" });
    await third.database.close();
    expect(await contentOf(directory)).toEqual([...three, { _id: "d", email: "d@example.com" }]);
  });

  it("opens after a first start that died while it made the file", async () => {
    const bytes = readFileSync(notesFile(await closedDirectory()));
    for (let end = 0; end <= bytes.length; end++) {
      const directory = temporaryDirectory();
      writeFileSync(notesFile(directory), bytes.subarray(0, end));
      const { database, collection, all } = openNotes(directory);
      await collection.insertOne(ada);
      expect(await all(), `cut at byte ${end}`).toEqual([ada]);
      await database.close();
    }
  });

  it("ignores what an interrupted compaction left beside it", async () => {
    const directory = await closedDirectory(...three);
    writeFileSync(`${notesFile(directory)}~`, readFileSync(notesFile(directory)).subarray(0, 30));
    expect(await contentOf(directory)).toEqual(three);
  });

  it("is refused, and left as it is, when a line before the last is damaged at any place", async () => {
    const bytes = readFileSync(notesFile(await closedDirectory(...three)));
    const end = lastLineOf(bytes);
    for (let place = bytes.lastIndexOf("\n", end - 2) + 1; place < end; place += 9) {
      const directory = temporaryDirectory();
      const damaged = Buffer.from(bytes).fill(0, place, place + 1);
      writeFileSync(notesFile(directory), damaged);
      const { database, collection } = openNotes(directory);
      await expect(database.prepare(), `damaged at byte ${place}`).rejects.toThrow(/is damaged/);
      await expect(collection.findOne({ _id: "a" })).rejects.toThrow(/is damaged/);
      await database.close();
      expect(readFileSync(notesFile(directory))).toEqual(damaged);
    }
  });

  it("is refused when a line that is none stands before the last", async () => {
    const directory = await closedDirectory(...three);
    appendFileSync(notesFile(directory), "not a document\n");
    appendFileSync(notesFile(directory), `${JSON.stringify({ _id: "d", email: "d@example.com" })}\n`);
    await expect(contentOf(directory)).rejects.toThrow(/is damaged/);
  });
});

it("keeps in memory what may be forgotten with the process", async () => {
  const directory = temporaryDirectory();
  const counts: CollectionDefinition<Note> = { name: "counts", indexes: [], isTransient: true };
  const open = () => {
    const database = openEmbeddedDatabase({ directory, definitions: [counts] });
    return { database, collection: database.collection(counts) };
  };
  const first = open();
  await first.collection.insertOne(ada);
  expect(await first.collection.findOne({ _id: "a" })).toEqual(ada);
  await first.database.close();
  expect(readdirSync(directory)).not.toContain("counts.db");
  const second = open();
  expect(await second.collection.findOne({ _id: "a" })).toBeNull();
  await second.database.close();
});
