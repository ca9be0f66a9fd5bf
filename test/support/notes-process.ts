import { type Note, openNotes } from "./notes.ts";

/*
 * Another process at an embedded database. With a directory it writes there until it is killed, and prints each
 * write once it is acknowledged. Without one it opens each directory that it is sent, at the moment it is told.
 */

const directory = process.argv[2];
const longText = "A sentence with an é and a 😀 in it. ".repeat(200);

/** Resolves when the line has left this process: what a busy parent has not room for would die with it. */
function acknowledge(id: string, count: number): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${JSON.stringify({ id, count })}\n`, () => resolve());
  });
}

async function writeForEver(lane: number, { collection }: ReturnType<typeof openNotes>): Promise<never> {
  for (let number = 0; ; number++) {
    const note: Note = {
      _id: `${process.pid}-${lane}-${number}`,
      email: `${process.pid}-${lane}-${number}@example.com`,
    };
    await collection.insertOne({ ...note, text: longText, count: 0 });
    await acknowledge(note._id, 0);
    await collection.updateOne({ _id: note._id }, { $inc: { count: 1 } });
    await acknowledge(note._id, 1);
  }
}

let opened: ReturnType<typeof openNotes> | undefined;

async function openWhenTold({ directory, at }: { directory: string; at: number }): Promise<void> {
  await opened?.database.close();
  while (Date.now() < at);
  try {
    opened = openNotes(directory);
    process.send?.("opened");
  } catch (error) {
    process.send?.((error as Error).name);
  }
}

if (directory) {
  const target = openNotes(directory);
  await Promise.all([0, 1, 2, 3].map((lane) => writeForEver(lane, target)));
} else {
  process.on("message", openWhenTold);
  process.send?.("ready");
}
