import type { Agenda } from "./agenda.ts";
import { createHistogram, type Histogram } from "./histogram.ts";

/** Servers with one line before them, first come, first served: a database node's processors, or a worker. */
export interface Station {
  /** Waits for a server, keeps it for so long, and then goes on. */
  use(milliseconds: number, done: () => void): void;
  /** Leaves out what was so far, such as while the line was filling. */
  forget(): void;
  report(): StationReport;
}

export interface StationReport {
  /** The part of its servers that was busy. */
  utilization: number;
  /** Milliseconds in the line. */
  meanWait: number;
  p99Wait: number;
  /** In the line: on average, at most, and at the end. */
  meanLine: number;
  longestLine: number;
  lineAtEnd: number;
  served: number;
}

export function createStation(agenda: Agenda, servers: number): Station {
  const line: { since: number; milliseconds: number; done: () => void }[] = [];
  /** Behind it are those that wait; what is before it has gone. */
  let head = 0;
  let busy = 0;
  let since = agenda.now;
  let waits: Histogram = createHistogram();
  let seen = { at: agenda.now, busyTime: 0, lineTime: 0, longest: 0, served: 0 };

  const length = () => line.length - head;

  const account = () => {
    const passed = agenda.now - seen.at;
    seen.busyTime += busy * passed;
    seen.lineTime += length() * passed;
    seen.longest = Math.max(seen.longest, length());
    seen.at = agenda.now;
  };

  /** Room is given back now and then, as to do it each time would take as long as the line is. */
  const shift = () => {
    const next = line[head];
    if (next) head++;
    if (head > 10_000 && head * 2 > line.length) {
      line.splice(0, head);
      head = 0;
    }
    return next;
  };

  const serve = (waited: number, milliseconds: number, done: () => void) => {
    waits.add(waited);
    agenda.after(milliseconds, () => {
      account();
      seen.served++;
      const next = shift();
      if (next) serve(agenda.now - next.since, next.milliseconds, next.done);
      else busy--;
      done();
    });
  };

  return {
    use(milliseconds, done) {
      account();
      if (busy < servers) {
        busy++;
        serve(0, milliseconds, done);
      } else line.push({ since: agenda.now, milliseconds, done });
    },
    forget() {
      since = agenda.now;
      waits = createHistogram();
      seen = { at: agenda.now, busyTime: 0, lineTime: 0, longest: 0, served: 0 };
    },
    report() {
      account();
      const passed = agenda.now - since;
      return {
        utilization: seen.busyTime / passed / servers,
        meanWait: waits.mean(),
        p99Wait: waits.quantile(0.99),
        meanLine: seen.lineTime / passed,
        longestLine: seen.longest,
        lineAtEnd: length(),
        served: seen.served,
      };
    },
  };
}
