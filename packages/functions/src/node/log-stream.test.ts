import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { logTo } from "./log-stream.ts";

/** A stream whose other side a test plays. Like process.stdout it outlives its errors. */
function startStream() {
  const taken: string[] = [];
  let waiting: { text: string; done: (error?: Error) => void }[] = [];
  const stream = {
    on: () => new PassThrough(),
    get writableLength() {
      return waiting.reduce((sum, { text }) => sum + text.length, 0);
    },
    write(text: string, done: unknown) {
      waiting.push({ text, done: done as () => void });
      return true;
    },
  };
  /** Takes what waits, or refuses it. */
  const take = (error?: Error, count = waiting.length) => {
    const now = waiting.slice(0, count);
    waiting = waiting.slice(count);
    for (const { text, done } of now) {
      if (!error) taken.push(text);
      done(error);
    }
  };
  return { log: logTo(stream), stream, taken, take };
}

const lostLines = (taken: string[]) =>
  taken
    .filter((text) => text.includes("lines lost"))
    .map((text) => JSON.parse(text) as { level: string; count: number });

describe("the log", () => {
  it("waits for a slow reader within bounds, and then says what it lost", () => {
    const { log, stream, taken, take } = startStream();
    for (let line = 0; line < 5_000; line++) log.write("x".repeat(1_000));
    expect(stream.writableLength).toBeLessThan(1.1 * 1024 * 1024);
    take();
    const kept = taken.length;
    log.write("next");
    take();
    expect(lostLines(taken)).toMatchObject([{ level: "error", count: 5_000 - kept }]);
    expect(taken.at(-1)).toBe("next\n");
  });

  it("says so seldom, however slowly its reader goes on", () => {
    const { log, taken, take } = startStream();
    for (let line = 0; line < 5_000; line++) {
      log.write("x".repeat(1_000));
      if (line % 10 === 0) take(undefined, 1);
    }
    take();
    log.write("last");
    take();
    expect(lostLines(taken).length).toBeLessThan(3);
    expect(lostLines(taken).reduce((sum, { count }) => sum + count, 0) + taken.length - lostLines(taken).length).toBe(
      5_001,
    );
  });

  it("goes on after lines that could not be written, and says how many they were", () => {
    const { log, taken, take } = startStream();
    for (const line of ["one", "two"]) log.write(line);
    take(new Error("no space left"));
    log.write("three");
    take(new Error("no space left"));
    log.write("four");
    take();
    expect(lostLines(taken)).toMatchObject([{ count: 3 }]);
    expect(taken.at(-1)).toBe("four\n");
  });

  it("is waited for by a stop, but not for ever", async () => {
    const { log, taken, take } = startStream();
    log.write("last");
    const flushed = log.flush();
    take();
    await flushed;
    expect(taken).toEqual(["last\n", ""]);
    log.write("never read");
    await log.flush();
  });
});
