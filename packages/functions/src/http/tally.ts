import type { LogEntry, RequestEntry } from "./request-log.ts";

/** Milliseconds from one line about a kind of entry to the next. */
const interval = 1_000;

/**
 * For entries that come by the thousand when something is wrong, and are alike: the first of a kind is written as it is, and then,
 * for as long as others follow, one line a second with their number.
 */
export function createTally(write: (entry: LogEntry) => void) {
  const counts = new Map<string, number>();

  function report(key: string): void {
    const count = counts.get(key);
    counts.delete(key);
    if (!count) return;
    write({ time: new Date().toISOString(), message: "requests", ...(JSON.parse(key) as Kind), count });
    startCounting(key);
  }

  function startCounting(key: string): void {
    counts.set(key, 0);
    setTimeout(report, interval, key).unref();
  }

  return (entry: RequestEntry) => {
    const key = JSON.stringify(kindOf(entry));
    const count = counts.get(key);
    if (count !== undefined) {
      counts.set(key, count + 1);
    } else {
      write(entry);
      startCounting(key);
    }
  };
}

type Kind = ReturnType<typeof kindOf>;

function kindOf({ level, status, code, detail, error }: RequestEntry) {
  return { level, status, code, detail, ...(error && { error: { name: error.name, code: error.code } }) };
}
