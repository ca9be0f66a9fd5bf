import type { Agenda } from "./agenda.ts";

/** How Lambda gives out environments, each of which serves one request at a time. */
export interface EnvironmentSettings {
  /** Of the function at most. */
  concurrency: number;
  /** That have served before the simulation begins. */
  warm: number;
  /** New ones: so many at once at most, and so many a second. */
  burst: number;
  newPerSecond: number;
  /** Milliseconds that a request takes of an environment at least: a tenth of a second, where it serves ten a second. */
  shortest: number;
}

export interface Environments {
  /** @returns what it takes to serve a request now; null where Lambda answers 429 */
  take(): { isNew: boolean } | null;
  /** A request that began then has been answered. */
  release(since: number): void;
  /** A new one that could not start. */
  lose(): void;
  forget(): void;
  report(): EnvironmentReport;
}

export interface EnvironmentReport {
  /** With a request, on average and at most. */
  meanBusy: number;
  mostBusy: number;
  /** That there are at the end. */
  alive: number;
  started: number;
  lost: number;
}

export function createEnvironments(agenda: Agenda, settings: EnvironmentSettings): Environments {
  const { concurrency, warm, burst, newPerSecond, shortest } = settings;
  let idle = Math.min(warm, concurrency);
  let busy = 0;
  let allowance = burst;
  let allowedAt = agenda.now;
  let seen = { since: agenda.now, at: agenda.now, busyTime: 0, most: 0, started: 0, lost: 0 };

  const account = () => {
    seen.busyTime += busy * (agenda.now - seen.at);
    seen.most = Math.max(seen.most, busy);
    seen.at = agenda.now;
  };

  const isAllowedNew = () => {
    allowance = Math.min(burst, allowance + ((agenda.now - allowedAt) / 1_000) * newPerSecond);
    allowedAt = agenda.now;
    return idle + busy < concurrency && allowance >= 1;
  };

  const end = () => {
    account();
    busy--;
  };

  return {
    take() {
      account();
      const isNew = idle === 0;
      if (isNew) {
        if (!isAllowedNew()) return null;
        allowance--;
        seen.started++;
      } else idle--;
      busy++;
      return { isNew };
    },
    release(since) {
      const left = since + shortest - agenda.now;
      if (left > 0) {
        agenda.after(left, () => {
          end();
          idle++;
        });
      } else {
        end();
        idle++;
      }
    },
    lose() {
      end();
      seen.lost++;
    },
    forget() {
      seen = { since: agenda.now, at: agenda.now, busyTime: 0, most: 0, started: 0, lost: 0 };
    },
    report() {
      account();
      const meanBusy = seen.busyTime / (agenda.now - seen.since);
      return { meanBusy, mostBusy: seen.most, alive: idle + busy, started: seen.started, lost: seen.lost };
    },
  };
}
