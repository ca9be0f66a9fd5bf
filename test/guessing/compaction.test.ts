import { expect, it, onTestFinished } from "vitest";
import {
  compactAttempts,
  countAttempt,
  forgetAttempts,
  judge,
  uncountAttempt,
} from "../../packages/core/src/guessing/attempts.ts";
import { throttles } from "../../packages/core/src/guessing/index.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../support/databases.ts";

const limits = { free: 10, longestWait: 3_600 };
const start = new Date("2026-05-01T12:00:00.000Z");
const after = (windows: number) => new Date(start.getTime() + windows * 300_000);
const _id = "stranger|one";

/** Counts of one address, one in each of so many windows. */
async function counted(form: DatabaseForm, windows: number) {
  const { database, dispose } = form.open();
  onTestFinished(dispose);
  const collection = database.collection(throttles);
  const count = async (now: Date) => {
    const change = { ...countAttempt(now), $set: { expiresAt: new Date("2100-01-01") } };
    const seen = await collection.findOneAndUpdate({ _id }, change, { upsert: true });
    if (!seen) throw new Error("is not there");
    return seen;
  };
  for (let window = 0; window < windows; window++) await count(after(window));
  const compact = async (seen: Awaited<ReturnType<typeof count>>, now: Date) => {
    const compaction = compactAttempts(seen, now, limits);
    if (!compaction) throw new Error("has nothing to put together");
    return collection.updateOne({ _id, ...compaction.expected }, compaction.update);
  };
  return { collection, count, compact };
}

describeOnEachDatabase("counts that are put together", (form) => {
  it("come to the same as before", async () => {
    const { count, compact } = await counted(form, 30);
    const seen = await count(after(30));
    const before = judge(seen, after(30), limits);
    expect(await compact(seen, after(30))).toBe(true);
    const then = await count(after(30));
    expect(Object.keys(then.attempts ?? {})).toHaveLength(1);
    expect(judge({ ...then, attempts: seen.attempts ?? {} }, after(30), limits)).toEqual(before);
  });

  it("lose nothing where two processes do it at the turn of a window, whichever comes last", async () => {
    const { count, compact } = await counted(form, 30);
    const early = await count(after(30));
    const late = await count(after(31));
    const { wait } = judge(late, after(31), limits);
    expect(await compact(late, after(31))).toBe(true);
    expect(await compact(early, after(30))).toBe(false);
    expect(judge(await count(after(31)), after(31), limits).wait).toBe(wait);
  });

  it("stay forgotten where the owner came in meanwhile", async () => {
    const { collection, count, compact } = await counted(form, 30);
    const seen = await count(after(30));
    await collection.updateOne({ _id }, forgetAttempts);
    expect(await compact(seen, after(30))).toBe(false);
    expect(judge(await count(after(30)), after(30), limits).wait).toBeNull();
  });
});

describeOnEachDatabase("an attempt that is taken back", (form) => {
  it("leaves its place to another one, and a count that was forgotten alone", async () => {
    const { collection, count } = await counted(form, 0);
    const { counted: isThere, update } = uncountAttempt(start);
    for (let index = 0; index < 50; index++) {
      await count(start);
      expect(await collection.updateOne({ _id, ...isThere }, update)).toBe(true);
    }
    for (let index = 0; index < 10; index++) expect(judge(await count(start), start, limits).wait).toBeNull();
    expect(judge(await count(start), start, limits).wait).not.toBeNull();
    await collection.updateOne({ _id }, forgetAttempts);
    expect(await collection.updateOne({ _id, ...isThere }, update)).toBe(false);
  });
});
