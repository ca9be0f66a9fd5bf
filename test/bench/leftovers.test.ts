import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { clearUp, inTemporaryDirectory, leaveUntilTheEnd } from "../../bench/leftovers.ts";

it("what a run leaves is undone at its end, the latest first, and once", async () => {
  const undone: string[] = [];
  for (const what of ["database", "server"]) leaveUntilTheEnd(() => undone.push(what));
  const stop = leaveUntilTheEnd(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    undone.push("generator");
  });
  // Ctrl+C comes while it is being stopped: the end waits for that.
  void stop();
  await clearUp();
  await stop();
  await clearUp();
  expect(undone).toEqual(["generator", "server", "database"]);
});

it("a folder goes with what uses it", async () => {
  const used: string[] = [];
  const failing = inTemporaryDirectory((directory) => {
    used.push(directory);
    expect(existsSync(directory)).toBe(true);
    throw new Error("It fails");
  });
  await expect(failing).rejects.toThrow("It fails");
  expect(used.map(existsSync)).toEqual([false]);
});
