import type { Agenda } from "./agenda.ts";
import type { Random } from "./random.ts";
import { createStation, type Station, type StationReport } from "./station.ts";

export interface DatabaseSettings {
  shards: number;
  /** Processors of each primary. */
  processors: number;
  /** Milliseconds of a processor, on average; each is as long as chance has it. */
  read: number;
  write: number;
  /** Milliseconds of a round trip, with a service of average length in it, where there is no line. */
  trip: number;
  /** Milliseconds after which nobody waits for an answer any more. */
  patience: number;
}

export interface Database {
  /** One operation on a document that may lie on any shard. `done` is told whether there was an answer in time. */
  run(kind: "read" | "write", done: (isAnswered: boolean) => void): void;
  forget(): void;
  /** Of the primary that had most to do. */
  report(): StationReport;
}

export function createDatabase(agenda: Agenda, random: Random, settings: DatabaseSettings): Database {
  const { shards, processors, trip, patience } = settings;
  const primaries: Station[] = Array.from({ length: shards }, () => createStation(agenda, processors));
  return {
    run(kind, done) {
      const began = agenda.now;
      const primary = primaries[Math.floor(random.next() * shards)] as Station;
      const service = random.exponential(settings[kind]);
      const way = Math.max(0, trip - settings[kind]) / 2;
      agenda.after(way, () =>
        primary.use(service, () => {
          const isAnswered = agenda.now - began + way <= patience;
          agenda.after(way, () => done(isAnswered));
        }),
      );
    },
    forget() {
      for (const primary of primaries) primary.forget();
    },
    report() {
      const reports = primaries.map((primary) => primary.report());
      return reports.reduce((most, report) => (report.utilization > most.utilization ? report : most));
    },
  };
}
