import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** What is measured has a core of its own, as in an environment of its own; what measures it has the others. `shared` is all of them. */
export type Side = "measured" | "measuring" | "shared";

const cores = availableParallelism();

/** Where the processes can be kept apart. */
export const areCoresApart = cores > 1 && spawnSync("taskset", ["--version"]).status === 0;

/** The command that runs Node on its side. */
export function nodeOn(side: Side, args: readonly string[]): [command: string, ...args: string[]] {
  if (!areCoresApart || side === "shared") return [process.execPath, ...args];
  return ["taskset", "--cpu-list", side === "measured" ? "0" : `1-${cores - 1}`, process.execPath, ...args];
}
