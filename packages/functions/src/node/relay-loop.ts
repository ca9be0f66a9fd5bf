import type { Carriers, Dependencies } from "@rollcall/core";
import type { LogSink } from "../http/request-log.ts";
import { runLog } from "./run-log.ts";

export interface RelayLoop {
  /** Says that something may be queued, and whether somebody waits for it. */
  poke(isUrgent?: boolean): void;
  /** Ends the run that is under way: what it has not delivered yet is tried again by the next process. */
  close(): Promise<void>;
}

/** Milliseconds after which it looks by itself: what another process has queued, and what is to be tried again. */
const pause = 30_000;

/** Milliseconds in which what nobody waits for is gathered: one look for the requests of all that time. */
const gathering = 1_000;

/** A relay in this process. @param open the carriers, which are loaded with the first run */
export function startRelay(dependencies: Dependencies, open: () => Promise<Carriers>, log: LogSink): RelayLoop {
  let isClosed = false;
  let isPoked = false;
  let running: Promise<void> | undefined;
  let carriers: Promise<Carriers> | undefined;
  let gatherer: NodeJS.Timeout | undefined;

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
  const begin = () => {
    clearTimeout(gatherer);
    gatherer = undefined;
    isPoked = true;
    if (isClosed) return;
    running ??= run()
      // A database that is away is there again some time, and its requests say so.
      .catch((error: Error) => logRun("warn", { error: error.name }))
      .finally(() => {
        running = undefined;
      });
  };

  const timer = setInterval(begin, pause).unref();
  return {
    poke(isUrgent = false) {
      if (isUrgent) begin();
      else gatherer ??= setTimeout(begin, gathering).unref();
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      clearTimeout(gatherer);
      void carriers?.then(
        ({ close }) => close?.(),
        () => {},
      );
      await running;
    },
  };
}
