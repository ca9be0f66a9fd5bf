import type { Dependencies } from "@rollcall/core";
import type { LogSink } from "../http/request-log.ts";
import { runLog } from "./run-log.ts";

/** Milliseconds until the first run, when a process has long been serving, and between two. */
const pauses = { first: 60_000, next: 3_600_000 };

/** Removes what is over, every hour in this process. Any number of processes may do so at once. */
export function startRetention(dependencies: Dependencies, log: LogSink): { close(): Promise<void> } {
  let isClosed = false;
  let running = Promise.resolve();

  const run = async () => {
    const { retain } = await import("@rollcall/core/retention");
    logRun("info", await retain(dependencies, () => !isClosed));
  };
  const logRun = runLog(log, "retention");
  const turn = () => {
    // A database that is away is there again some time, and its requests say so.
    running = run().catch((error: Error) => logRun("warn", { error: error.name }));
    void running.then(() => wait(pauses.next));
  };
  let timer: NodeJS.Timeout;
  const wait = (pause: number) => {
    if (!isClosed) timer = setTimeout(turn, pause).unref();
  };
  wait(pauses.first);
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
