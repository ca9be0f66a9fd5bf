import { describe, expect, it } from "vitest";
import { databaseLoad, duration } from "../../bench/capacity/load.ts";
import { createAgenda } from "../../bench/capacity/simulation/agenda.ts";
import { createHistogram } from "../../bench/capacity/simulation/histogram.ts";
import { erlangB, erlangC, meanWait, meanWaitOfEqual } from "../../bench/capacity/simulation/queueing-theory.ts";
import { seeded } from "../../bench/capacity/simulation/random.ts";
import { simulate, type World, world } from "../../bench/capacity/simulation/service.ts";
import { createStation } from "../../bench/capacity/simulation/station.ts";

describe("the simulation behind docs/scaling.md", () => {
  it("lets things happen in the order of their time, and of one time in the order in which they were noted", () => {
    const agenda = createAgenda();
    const seen: string[] = [];
    for (const [after, name] of [
      [3, "c"],
      [1, "a"],
      [2, "b1"],
      [2, "b2"],
      [9, "late"],
    ] as const) {
      agenda.after(after, () => seen.push(name));
    }
    agenda.runUntil(5);
    expect(seen).toEqual(["a", "b1", "b2", "c"]);
    expect(agenda.now).toBe(5);
  });

  it("tells quantiles to within 2 %", () => {
    const histogram = createHistogram();
    for (let value = 1; value <= 1_000; value++) histogram.add(value);
    expect(histogram.mean()).toBe(500.5);
    for (const share of [0.5, 0.99])
      expect(Math.abs(histogram.quantile(share) / (share * 1_000) - 1)).toBeLessThan(0.021);
  });

  describe("of one line", () => {
    const customers = 100_000;

    /** Arrivals at random, once each millisecond on average. */
    function observe(servers: number, service: (mean: (milliseconds: number) => number) => number) {
      const agenda = createAgenda();
      const random = seeded(7);
      const station = createStation(agenda, servers);
      const arrive = () => {
        station.use(service(random.exponential), () => {});
        agenda.after(random.exponential(1), arrive);
      };
      arrive();
      agenda.runUntil(customers);
      return station.report();
    }

    const isNear = (value: number, expected: number) => Math.abs(value / expected - 1);

    it("waits as theory has it: M/M/1", () => {
      // Half busy: as long in line as in service.
      expect(meanWait(1, 1, 0.5)).toBeCloseTo(0.5);
      expect(isNear(observe(1, (mean) => mean(0.5)).meanWait, 0.5)).toBeLessThan(0.03);
    });

    it("waits as theory has it: M/M/c", () => {
      expect(erlangC(2, 1)).toBeCloseTo(1 / 3);
      for (const [servers, busy] of [
        [4, 0.7],
        [8, 0.75],
      ] as const) {
        const { meanWait: waited, utilization } = observe(servers, (mean) => mean(servers * busy));
        expect(isNear(utilization, busy)).toBeLessThan(0.01);
        expect(isNear(waited, meanWait(servers, 1, servers * busy))).toBeLessThan(0.05);
      }
    });

    it("waits as theory has it: M/D/1", () => {
      expect(isNear(observe(1, () => 0.6).meanWait, meanWaitOfEqual(1, 0.6))).toBeLessThan(0.03);
    });

    it("is as long as Little's law has it", () => {
      const { meanLine, meanWait: waited } = observe(4, (mean) => mean(3.2));
      expect(isNear(meanLine, waited)).toBeLessThan(0.02);
    });

    it("grows by what comes beyond what is served", () => {
      const { lineAtEnd, utilization } = observe(1, () => 1.25);
      expect(utilization).toBeCloseTo(1, 2);
      expect(isNear(lineAtEnd, customers * (1 - 1 / 1.25))).toBeLessThan(0.03);
    });
  });

  describe("of the whole service", () => {
    const small: World = { ...world, rate: 400, warmUp: 1, seconds: 10 };

    it("is the same each time, and another with another seed", () => {
      const [one, same, other] = [small, small, { ...small, seed: 2 }].map((settings) => simulate(settings));
      expect(same).toEqual(one);
      expect(other?.offered).not.toBe(one?.offered);
    });

    it("answers in the time of the model where nobody waits", () => {
      const { latency, answered, offered } = simulate(small);
      for (const name of ["signIn", "refresh", "me"] as const) {
        expect(Math.abs(latency[name].mean / duration(name) - 1)).toBeLessThan(0.05);
      }
      expect(Math.abs(answered - offered)).toBeLessThan(20);
    });

    it("keeps as many environments busy as Little's law has it", () => {
      const unpaced = { ...small, environments: { ...small.environments, shortest: 0 } };
      const { environments, answered, latency } = simulate(unpaced);
      expect(environments.meanBusy).toBeCloseTo((answered / small.seconds) * (latency.all.mean / 1_000), 1);
    });

    it("asks the database for what the model says", () => {
      const { database } = simulate(small);
      const expected = databaseLoad(small.rate).processors / small.database.processors;
      expect(Math.abs(database.utilization / expected - 1)).toBeLessThan(0.1);
    });

    it("answers 429 as theory has it, with environments that take ten requests a second each", () => {
      const few = {
        ...small,
        environments: { ...small.environments, concurrency: 20 },
        patience: { pause: 1, tries: 1 },
      };
      const { answered, refused, givenUp, offered } = simulate(few);
      expect(Math.abs(refused / offered / erlangB(20, small.rate / 10) - 1)).toBeLessThan(0.03);
      expect(refused).toBe(givenUp);
      expect(Math.abs((answered + refused) / offered - 1)).toBeLessThan(0.01);
    });

    it("starts environments as fast as Lambda allows, and no faster", () => {
      const limits = { concurrency: 5_000, warm: 0, burst: 10, newPerSecond: 5, shortest: 100 };
      const { environments } = simulate({ ...small, environments: limits, secretsPerSecond: 1_000, warmUp: 0 });
      expect(environments.started).toBeGreaterThan(50);
      expect(environments.started).toBeLessThanOrEqual(10 + 5 * small.seconds);
    });

    it("loses starts where the store of secrets refuses them again and again", () => {
      const cold = { ...small, environments: { ...small.environments, warm: 0 }, warmUp: 0, seconds: 5 };
      expect(simulate({ ...cold, secretsPerSecond: 1_000 }).failedStarts).toBe(0);
      expect(simulate({ ...cold, secretsPerSecond: 1 }).failedStarts).toBeGreaterThan(0);
    });

    it("fills every environment with requests that wait for a database which is too small", () => {
      const tiny = { ...small.database, processors: 1, write: 8, read: 8 };
      const { database, environments, unavailable } = simulate({ ...small, database: tiny, seconds: 20 });
      expect(database.utilization).toBeCloseTo(1, 2);
      expect(environments.meanBusy).toBeGreaterThan(500);
      expect(unavailable).toBeGreaterThan(0);
    });
  });
});
