import { join } from "node:path";
import { type Child, startChild } from "../processes/child.ts";
import type { Open, Ran, Run } from "./messages.ts";

/** The process that calls servers. */
export interface Generator {
  open(message: Open): Promise<void>;
  run(message: Run): Promise<Ran>;
  stop(): Promise<void>;
}

export async function startGenerator(): Promise<Generator> {
  const child: Child = startChild("measuring", [join(import.meta.dirname, "generator.ts")]);
  await child.says(/(ready)/);
  return {
    open: (message) => child.ask(message),
    run: (message) => child.ask<Ran>(message),
    stop: child.stop,
  };
}
