import { assumptions, deployed, memoryOfProcessor } from "../assumptions.ts";
import { limits } from "../limits.ts";
import { relay } from "../load.ts";
import { measured } from "../measured.ts";
import { mix, type Operation, operations } from "../operations.ts";
import { type Agenda, createAgenda } from "./agenda.ts";
import { createDatabase, type Database, type DatabaseSettings } from "./database.ts";
import { createEnvironments, type EnvironmentReport, type EnvironmentSettings } from "./environments.ts";
import { createHistogram, type Histogram } from "./histogram.ts";
import { seeded } from "./random.ts";
import { createSecretStore } from "./secret-store.ts";
import { createStation, type StationReport } from "./station.ts";

/* Requests at random through everything that they may have to wait for: an environment, its start, the database, and the relay behind. */

export interface World {
  seed: number;
  /** New requests a second, at random. Tries that follow a refusal come on top. */
  rate: number;
  /** The share of each operation. */
  mix: Record<Operation, number>;
  environments: EnvironmentSettings;
  /** Milliseconds to start an environment, beside its secrets; and what the store of these answers a second. */
  start: number;
  secretsPerSecond: number;
  database: DatabaseSettings;
  /** Milliseconds that a client waits before it tries again, twice as long each time, at random; after so many tries it gives up. */
  patience: { pause: number; tries: number };
  /** Seconds that are left out of the report, and that are in it. */
  warmUp: number;
  seconds: number;
}

export interface Outcome {
  /** New requests, and what has become of them in the time. */
  offered: number;
  answered: number;
  givenUp: number;
  /** Answers of Lambda's own (429), also of tries that followed; starts that failed (502); and answers of 503. */
  refused: number;
  failedStarts: number;
  unavailable: number;
  /** Milliseconds from the first try to the answer. */
  latency: Record<Operation | "all", { mean: number; p50: number; p99: number }>;
  environments: EnvironmentReport;
  database: StationReport;
  /** The line of events before the trail, which takes one after the other. */
  trail: StationReport;
  /** Answers in each second, of all. */
  answersBySecond: number[];
}

/** The service as it is deployed, with a region's defaults: what a simulation changes, it says. */
export const world: World = {
  seed: 1,
  rate: 1_000,
  mix,
  environments: {
    concurrency: limits.lambdaConcurrency.value,
    warm: limits.lambdaConcurrency.value,
    burst: limits.lambdaScaling.value,
    newPerSecond: limits.lambdaScaling.value / 10,
    shortest: 1_000 / limits.lambdaRequestsOfEnvironment.value,
  },
  start: assumptions.handshake.value,
  secretsPerSecond: limits.parameterReads.value,
  database: {
    shards: 1,
    processors: 16,
    read: assumptions.readTime.value,
    write: assumptions.writeTime.value,
    trip: assumptions.trip.value,
    patience: 8_000,
  },
  patience: { pause: 500, tries: 3 },
  warmUp: 1,
  seconds: 3,
};

type Parts = { agenda: Agenda; database: Database };

/** One run. With the same world, the same numbers. */
export function simulate(settings: World): Outcome {
  const agenda = createAgenda();
  const random = seeded(settings.seed);
  const database = createDatabase(agenda, random, settings.database);
  const environments = createEnvironments(agenda, settings.environments);
  const secrets = createSecretStore(agenda, random, settings.secretsPerSecond);
  const trail = createStation(agenda, 1);
  const answersBySecond: number[] = Array(settings.warmUp + settings.seconds).fill(0);
  let tally = emptyTally();

  const finish = (request: Request, isAnswered: boolean) => {
    if (!isAnswered) return tryAgain(request, "unavailable");
    tally.answered++;
    const second = Math.floor(agenda.now / 1_000);
    answersBySecond[second] = (answersBySecond[second] ?? 0) + 1;
    tally.latencies.all.add(agenda.now - request.since);
    tally.latencies[request.operation].add(agenda.now - request.since);
    for (let event = 0; event < operations[request.operation].events; event++) tellTrail();
  };

  /** The two trips in which an event gets its place; what the relay asks beside these is on the database alone. */
  const tellTrail = () => {
    for (let n = 0; n < relay.writes; n++) database.run("write", () => {});
    database.run("read", () => {});
    trail.use((2 * settings.database.trip) / relay.atOnce, () => {});
  };

  const tryAgain = (request: Request, reason: "refused" | "failedStarts" | "unavailable") => {
    tally[reason]++;
    if (request.tries >= settings.patience.tries) {
      tally.givenUp++;
      return;
    }
    const pause = settings.patience.pause * 2 ** (request.tries - 1) * (0.5 + random.next());
    agenda.after(pause, () => attempt({ ...request, tries: request.tries + 1 }));
  };

  const attempt = (request: Request) => {
    const place = environments.take();
    if (!place) return tryAgain(request, "refused");
    const began = agenda.now;
    const serveIt = () =>
      serve({ agenda, database }, request.operation, (isAnswered) => {
        environments.release(began);
        finish(request, isAnswered);
      });
    if (!place.isNew) return serveIt();
    secrets.read((isRead) => {
      if (isRead) return agenda.after(settings.start, serveIt);
      environments.lose();
      tryAgain(request, "failedStarts");
    });
  };

  const pick = picker(settings.mix);
  const arrive = () => {
    tally.offered++;
    attempt({ operation: pick(random.next()), since: agenda.now, tries: 1 });
    agenda.after(random.exponential(1_000 / settings.rate), arrive);
  };
  arrive();
  agenda.runUntil(settings.warmUp * 1_000);
  tally = emptyTally();
  for (const part of [environments, database, trail]) part.forget();
  agenda.runUntil((settings.warmUp + settings.seconds) * 1_000);

  const { latencies, ...counts } = tally;
  const latency = Object.fromEntries(Object.entries(latencies).map(([name, times]) => [name, summary(times)]));
  return {
    ...counts,
    latency: latency as Outcome["latency"],
    environments: environments.report(),
    database: database.report(),
    trail: trail.report(),
    answersBySecond,
  };
}

interface Request {
  operation: Operation;
  since: number;
  tries: number;
}

/** What an environment does for a request, one thing after the other, but for the count by network, which is beside. */
function serve({ agenda, database }: Parts, operation: Operation, done: (isAnswered: boolean) => void): void {
  const stretched = assumptions.slowness.value * (memoryOfProcessor / deployed.memory);
  const { hashes, trips, reads, writes } = operations[operation];
  const hash = hashes * measured.processor.hash * stretched;
  const rest = measured.processor[operation] * stretched - hash;
  const kind = reads > 0 ? "read" : "write";
  const isBeside = reads + writes > trips;

  const answer = (isAnswered: boolean) => agenda.after(rest / 2, () => done(isAnswered));
  const last = () => database.run(kind, answer);
  const afterHash = (isAnswered: boolean) =>
    isAnswered ? agenda.after(hash, trips > 1 ? last : () => answer(true)) : answer(false);
  agenda.after(rest / 2, () => {
    if (isBeside) database.run("write", () => {});
    if (hashes === 0) last();
    else database.run(kind, afterHash);
  });
}

function emptyTally() {
  const names = [...(Object.keys(operations) as Operation[]), "all"] as const;
  const latencies = Object.fromEntries(names.map((name) => [name, createHistogram()]));
  return {
    offered: 0,
    answered: 0,
    givenUp: 0,
    refused: 0,
    failedStarts: 0,
    unavailable: 0,
    latencies: latencies as Record<Operation | "all", Histogram>,
  };
}

const summary = (times: Histogram) => ({ mean: times.mean(), p50: times.quantile(0.5), p99: times.quantile(0.99) });

/** From a number below 1 to an operation, by their shares. */
function picker(shares: Record<Operation, number>): (number: number) => Operation {
  const all = Object.entries(shares) as [Operation, number][];
  return (number) => {
    let left = number;
    for (const [name, share] of all) {
      left -= share;
      if (left < 0) return name;
    }
    return (all.at(-1) as [Operation, number])[0];
  };
}
