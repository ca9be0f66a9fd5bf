import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { DirectoryInUseError } from "../../packages/core/src/database/embedded-lock.ts";
import { temporaryDirectory } from "../support/commands.ts";
import { openNotes } from "../support/notes.ts";

const program = join(import.meta.dirname, "../support/notes-process.ts");

interface Acknowledged {
  id: string;
  count: number;
}

/** Another process that writes into a folder until it is killed. */
function startWriter(directory: string) {
  const child = spawn(process.execPath, [program, directory], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const acknowledged: Acknowledged[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => acknowledged.push(JSON.parse(line)));
  // Until its parent has heard of its end, a dead process still has its number.
  const ended = Promise.all([once(lines, "close"), once(child, "exit")]);
  return {
    pid: child.pid as number,
    acknowledged,
    async hasWritten(count: number) {
      while (acknowledged.length < count) await once(lines, "line");
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function startOpener(): Promise<ChildProcess> {
  const child = fork(program);
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "message");
  return child;
}

/** A folder that a process had open when it was killed, and that process's number, which the folder still names. */
async function abandonedDirectory(): Promise<{ directory: string; owner: string }> {
  const directory = temporaryDirectory();
  const opener = await startOpener();
  expect(await openAtOnce([opener], directory)).toEqual(["opened"]);
  const exited = once(opener, "exit");
  opener.kill("SIGKILL");
  await exited;
  const owner = join(directory, "owner");
  expect(readFileSync(owner, "utf8")).toBe(`${opener.pid}`);
  return { directory, owner };
}

/** Lets every process open a folder at the same moment, and resolves to what became of each. */
async function openAtOnce(openers: ChildProcess[], directory: string): Promise<string[]> {
  const at = Date.now() + 20;
  const outcomes = openers.map(async (opener) => {
    const answer = once(opener, "message");
    opener.send({ directory, at });
    return String((await answer)[0]);
  });
  return Promise.all(outcomes);
}

describe("a process that is killed in the middle of its writes", () => {
  it("leaves a database that opens with every acknowledged write, three times in a row (Q173)", async () => {
    const directory = temporaryDirectory();
    const expected = new Map<string, number>();
    for (const writes of [40, 90, 65]) {
      const writer = startWriter(directory);
      await writer.hasWritten(writes);
      await writer.kill();
      for (const { id, count } of writer.acknowledged) expected.set(id, count);

      const { database, all } = openNotes(directory);
      const stored = new Map((await all()).map(({ _id, count }) => [_id, count]));
      await database.close();
      const lost = [...expected].filter(([id, count]) => (stored.get(id) ?? -1) < count);
      expect(lost).toEqual([]);
      // Each of the four lanes may have had one write under way that nobody was told of.
      expect(stored.size - expected.size).toBeLessThanOrEqual(4);
      for (const [id, count] of stored) expected.set(id, count as number);
    }
  });
});

describe("a folder that a process has open", () => {
  it("is refused to a second process, with the number of the first, until that has died", async () => {
    const directory = temporaryDirectory();
    const writer = startWriter(directory);
    await writer.hasWritten(1);
    const refused = catchError(() => openNotes(directory));
    expect(refused).toBeInstanceOf(DirectoryInUseError);
    expect((refused as Error).message).toBe(`${directory} is in use by process ${writer.pid}. Stop that first`);
    await writer.kill();
    const { database, all } = openNotes(directory);
    expect((await all()).length).toBeGreaterThan(0);
    await database.close();
  });

  it("is refused to the same process, too, until it is closed", async () => {
    const directory = temporaryDirectory();
    const { database } = openNotes(directory);
    expect(catchError(() => openNotes(directory))).toMatchObject({ name: "DirectoryInUseError" });
    await database.close();
    await database.close();
    await openNotes(directory).database.close();
  });

  it("is refused while its process is stopped, however long", async () => {
    const directory = temporaryDirectory();
    const writer = startWriter(directory);
    await writer.hasWritten(1);
    process.kill(writer.pid, "SIGSTOP");
    expect(catchError(() => openNotes(directory))).toBeInstanceOf(DirectoryInUseError);
    process.kill(writer.pid, "SIGCONT");
    await writer.kill();
  });

  it("is still refused after a refusal", async () => {
    const directory = temporaryDirectory();
    const { database } = openNotes(directory);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(catchError(() => openNotes(directory))).toBeInstanceOf(DirectoryInUseError);
    }
    await database.close();
  });
});

describe("the lock that a dead process left", () => {
  it.each([
    ["that process", null],
    ["this very process, which got the number of the dead one", String(process.pid)],
    ["something else that runs, which got the number of the dead one", String(process.ppid)],
    ["nobody", ""],
    ["nothing that makes sense", "\0\0\0"],
  ])("is taken over when the folder names %s", async (_case, content) => {
    const { directory, owner } = await abandonedDirectory();
    if (content !== null) writeFileSync(owner, content);
    const { database, all } = openNotes(directory);
    expect(await all()).toEqual([]);
    expect(catchError(() => openNotes(directory))).toBeInstanceOf(DirectoryInUseError);
    await database.close();
  });

  it("is taken over by one of 5 processes that come at the same moment, in each of 20 rounds", async () => {
    const { directory } = await abandonedDirectory();
    const openers = await Promise.all(Array.from({ length: 5 }, startOpener));
    const winners: number[] = [];
    for (let round = 0; round < 20; round++) {
      const copy = temporaryDirectory();
      cpSync(directory, copy, { recursive: true });
      const outcomes = await openAtOnce(openers, copy);
      expect(outcomes.filter((outcome) => outcome !== "opened" && outcome !== "DirectoryInUseError")).toEqual([]);
      winners.push(outcomes.filter((outcome) => outcome === "opened").length);
    }
    expect(winners).toEqual(Array(20).fill(1));
  });

  it("is one empty file, however often a folder is opened and closed", async () => {
    const directory = temporaryDirectory();
    for (let time = 0; time < 5; time++) await openNotes(directory).database.close();
    expect(readdirSync(directory)).toEqual(["lock"]);
    expect(statSync(join(directory, "lock")).size).toBe(0);
  });
});

function catchError(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
