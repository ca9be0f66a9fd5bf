import { expect, it } from "vitest";
import { createExpiringKeys } from "./expiring-keys.ts";

const now = new Date("2026-05-01T12:00:00.000Z");
const later = new Date("2026-05-01T12:15:00.000Z");

it("keys are remembered until their time, and no longer", () => {
  const keys = createExpiringKeys();
  keys.add("a", later);
  expect([keys.until("a", now), keys.until("b", now)]).toEqual([later, null]);
  expect(keys.until("a", later)).toBeNull();
});

it("keys are forgotten when there are too many, however many come", () => {
  const keys = createExpiringKeys(3);
  for (let index = 0; index < 100; index++) keys.add(String(index), later);
  const left = Array.from({ length: 100 }, (_, index) => keys.until(String(index), now)).filter(
    (until) => until !== null,
  );
  expect(left).toHaveLength(1);
});
