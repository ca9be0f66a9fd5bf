import { averageDuration, duration } from "../capacity/load.ts";
import { average, type Operation, operations } from "../capacity/operations.ts";
import { runs, simulateAll } from "../capacity/simulation/runs.ts";
import type { Outcome } from "../capacity/simulation/service.ts";
import type { Scenario, Table } from "../scenario.ts";

/** What 10⁵ requests a second wait for, and whether the simulation of it agrees with what can be computed. */
export const scenario: Scenario = {
  name: "capacity",
  title: "A hundred thousand requests a second, simulated",
  about: "What 10⁵ requests a second wait for, on Lambda and MongoDB: docs/scaling.md.",
  seconds: 60,
  async measure(progress) {
    const outcomes = simulateAll((done, { name }) => progress(done, runs.length, name));
    const [sized] = outcomes as [Outcome];
    return {
      ratios: [
        {
          name: "latency, over that without any line",
          value: sized.latency.all.mean / averageDuration(),
          atLeast: 0.99,
          atMost: 1.01,
          isExact: true,
        },
        {
          name: "environments with a request, over Little's law",
          value: sized.environments.meanBusy / (runs[0]?.world.rate as number) / averageOccupancy(),
          atLeast: 0.99,
          atMost: 1.01,
          isExact: true,
        },
      ],
      tables: [answers(outcomes), lines(outcomes)],
      samples: Object.fromEntries(
        runs.map(({ name }, at) => [`${name}: answers by second`, (outcomes[at] as Outcome).answersBySecond]),
      ),
      method,
    };
  },
};

/** Seconds of an environment that a request takes: a tenth at least. */
const averageOccupancy = () => average((name) => Math.max(100, duration(name))) / 1_000;

function answers(outcomes: readonly Outcome[]): Table {
  return {
    title: "Answers",
    unit: "a second, and milliseconds",
    columns: ["answered a second", "p50, ms", "p99, ms", "429 a second", "failed starts a second", "given up a second"],
    rows: outcomes.map((outcome, at) => {
      const { seconds } = (runs[at] as (typeof runs)[number]).world;
      const { answered, latency, refused, failedStarts, givenUp } = outcome;
      const rates = [refused, failedStarts, givenUp].map((count) => count / seconds);
      return { name: nameOf(at), values: [answered / seconds, latency.all.p50, latency.all.p99, ...rates] };
    }),
    chart: true,
  };
}

function lines(outcomes: readonly Outcome[]): Table {
  return {
    title: "Lines",
    unit: "how many, and milliseconds",
    columns: ["environments busy", "primary busy", "mean line", "longest line", "p99 wait, ms", "events waiting"],
    rows: outcomes.map(({ environments, database, trail }, at) => ({
      name: nameOf(at),
      values: [
        environments.meanBusy,
        database.utilization,
        database.meanLine,
        database.longestLine,
        database.p99Wait,
        trail.lineAtEnd,
      ],
    })),
  };
}

const nameOf = (at: number) => (runs[at] as (typeof runs)[number]).name;

const method = `A simulation by events, with a seed. Requests come at random (Poisson) in the mix of bench/capacity/operations.ts
(${(Object.keys(operations) as Operation[]).map((name) => `\`${operations[name].route}\``).join(", ")}). Each takes an environment of its own for its
processor time (bench/capacity/measured.json) and its trips, and 100 ms at least, as Lambda serves ten requests a second with each.
The database's service times are exponential, at each shard first come, first served. New environments come as Lambda allows them, once
the Parameter Store has answered. Clients try three times. Nothing of it was run on Lambda or on MongoDB.
[Scaling](../scaling.md) says what follows.`;
