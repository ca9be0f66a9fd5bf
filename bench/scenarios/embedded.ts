import { join } from "node:path";
import { inTemporaryDirectory } from "../leftovers.ts";
import { startChild } from "../processes/child.ts";
import { number } from "../report/numbers.ts";
import type { Progress, Result, Scenario } from "../scenario.ts";

const sizes = [1_000, 10_000, 100_000];
const program = join(import.meta.dirname, "../growth/embedded-accounts.ts");

export const scenario: Scenario = {
  name: "embedded",
  title: "How far the embedded database goes",
  about: "What the embedded database takes with 10³ to 10⁵ accounts.",
  seconds: 90,
  measure: measureEmbedded,
};

async function measureEmbedded(progress: Progress): Promise<Result> {
  const figures: Record<string, number>[] = [];
  for (const [at, size] of sizes.entries()) {
    progress(at, sizes.length, `${number(size)} accounts`);
    figures.push(await inTemporaryDirectory((directory) => measureAt(directory, size)));
  }
  const names = Object.keys(figures[0] ?? {});
  return {
    ratios: [],
    tables: [
      {
        title: "The embedded database, by the number of accounts",
        unit: "as each row says",
        columns: sizes.map(number),
        rows: names.map((name) => ({ name, values: figures.map((each) => each[name] ?? null) })),
      },
    ],
    samples: {},
    method: `Accounts without sessions in a folder of the embedded form, which a process of its own opens: NeDB keeps all of them in memory, and has an
index for each field alone. What asks by id or address does not grow; a list looks at every account, and sorts. Medians of 5, which a
machine with other work moves.`,
  };
}

/** Filled by one process and measured in another, which has the memory that a server has after its start. */
async function measureAt(directory: string, size: number): Promise<Record<string, number>> {
  const filling = startChild("measured", [program, directory, "fill", String(size)]);
  const ids = await filling.ask<string[]>([]);
  await filling.stop();
  const measured = startChild("measured", [program, directory, "measure", String(size)]);
  try {
    return await measured.ask<Record<string, number>>(ids);
  } finally {
    await measured.stop();
  }
}
