import { expect, it } from "vitest";
import { virtualClock } from "../../../core/src/kernel/clock.ts";
import { createKeyCache } from "./key-cache.ts";

/** A cache whose reads a test answers one by one. */
function startCache() {
  const reads: ((...kids: string[]) => void)[] = [];
  const load = () =>
    new Promise<{ kid: string }[]>((resolve) => {
      reads.push((...kids) => resolve(kids.map((kid) => ({ kid }))));
    });
  const clock = virtualClock();
  const cache = createKeyCache({ load, clock, freshFor: 300, maxAge: 3_600 });
  return { cache, clock, reads, kids: () => cache.keys().map(({ kid }) => kid) };
}

it("whoever has changed the keys does not get what a read had begun to fetch before", async () => {
  const { cache, reads, kids } = startCache();
  const early = cache.refresh();
  const late = cache.read();
  expect(reads).toHaveLength(2);
  reads[1]?.("new");
  await late;
  expect(kids()).toEqual(["new"]);
  reads[0]?.("old");
  await early;
  expect(kids()).toEqual(["new"]);
});

it("a copy is as old as the question, however long the answer took", async () => {
  const { cache, clock, reads } = startCache();
  const first = cache.refresh();
  clock.advance(299);
  reads[0]?.("one");
  await first;
  clock.advance(1);
  const second = cache.refresh();
  expect(reads).toHaveLength(2);
  reads[1]?.("one");
  await second;
});

it("whoever meets an unknown key while the keys are being read waits for that read", async () => {
  const { cache, clock, reads, kids } = startCache();
  const first = cache.refresh();
  reads[0]?.("one");
  await first;
  clock.advance(11);
  const all = Promise.all(Array.from({ length: 5 }, () => cache.find("two").then(kids)));
  await expect.poll(() => reads).toHaveLength(2);
  reads[1]?.("one", "two");
  expect(await all).toEqual(Array(5).fill(["one", "two"]));
  expect(reads).toHaveLength(2);
});
