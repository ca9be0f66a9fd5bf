import type { Carriers, Dependencies } from "@rollcall/core";
import type { LogSink } from "../http/request-log.ts";
import { runLog } from "./run-log.ts";

export interface RelayLoop {
  /** Says that something may be queued. */
  poke(): void;
  /** Ends the run that is under way: what it has not delivered yet is tried again by the next process. */
  close(): Promise<void>;
}

/** Milliseconds after which it looks by itself: what another process has queued, and what is to be tried again. */
const pause = 30_000;

/** A relay in this process. @param open the carriers, which are loaded with the first run */
export function startRelay(dependencies: Dependencies, open: () => Promise<Carriers>, log: LogSink): RelayLoop {
  let isClosed = false;
  let isPoked = false;
  let running: Promise<void> | undefined;
  let carriers: Promise<Carriers> | undefined;

  const run = async () => {
    const { relay } = await import("@rollcall/core/relay");
    carriers ??= open();
    while (isPoked && !isClosed) {
      isPoked = false;
      const report = await relay(dependencies, await carriers, () => !isClosed);
      if (report.delivered + report.failed + report.dead > 0)
        logRun(report.failed + report.dead > 0 ? "warn" : "info", report);
    }
  };
  const logRun = runLog(log, "relay");
  const poke = () => {
    isPoked = true;
    if (isClosed) return;
    running ??= run()
      // A database that is away is there again some time, and its requests say so.
      .catch((error: Error) => logRun("warn", { error: error.name }))
      .finally(() => {
        running = undefined;
      });
  };

  const timer = setInterval(poke, pause).unref();
  return {
    poke,
    async close() {
      isClosed = true;
      clearInterval(timer);
      void carriers?.then(
        ({ close }) => close?.(),
        () => {},
      );
      await running;
    },
  };
}
