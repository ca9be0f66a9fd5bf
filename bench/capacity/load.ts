import { assumptions, deployed, memoryOfProcessor } from "./assumptions.ts";
import { limits } from "./limits.ts";
import { measured } from "./measured.ts";
import { average, type Operation, operations } from "./operations.ts";

/* From requests a second to what they take: environments, connections, and the work of the database. */

const thousand = 1_000;

/** Milliseconds that an operation lasts on Lambda, and is billed: its processor time on a part of a slower core, and its trips. */
export function duration(operation: Operation): number {
  return (
    measured.processor[operation] * stretchedOn(deployed.memory) + operations[operation].trips * assumptions.trip.value
  );
}

/** Milliseconds of an average request. */
export const averageDuration = () => average(duration);

/** Environments that are at work at a moment (Little's law). */
export function busyEnvironments(requestsPerSecond: number, milliseconds = averageDuration()): number {
  return (requestsPerSecond * milliseconds) / thousand;
}

/** Environments that Lambda wants a function to be allowed: those at work, and one for each ten requests a second. */
export function environments(requestsPerSecond: number, milliseconds = averageDuration()): number {
  const byRate = requestsPerSecond / limits.lambdaRequestsOfEnvironment.value;
  return Math.ceil(Math.max(busyEnvironments(requestsPerSecond, milliseconds), byRate));
}

/**
 * Connections to a primary: of each environment those of its pool, and one that watches the node. To a secondary there is the last one
 * only; to each mongos of a sharded cluster, at most as many as to a primary.
 */
export function connections(environmentCount: number): number {
  return (environmentCount + deployed.others) * (deployed.poolSize + 1);
}

export interface DatabaseLoad {
  /** A second. */
  reads: number;
  writes: number;
  /** Processors of primaries that are at work all the time. */
  processors: number;
}

/** What requests, and the relay behind them, ask of the database. */
export function databaseLoad(requestsPerSecond: number): DatabaseLoad {
  const events = requestsPerSecond * eventsOfRequest();
  const reads = requestsPerSecond * average((name) => operations[name].reads) + events * relay.reads;
  const writes = requestsPerSecond * average((name) => operations[name].writes) + events * relay.writes;
  const { readTime, writeTime } = assumptions;
  return { reads, writes, processors: (reads * readTime.value + writes * writeTime.value) / thousand };
}

/** Primaries that share the work, so that none has more than it is to have. */
export function shards(requestsPerSecond: number, processorsOfNode: number): number {
  const { writes, processors } = databaseLoad(requestsPerSecond);
  const byProcessor = processors / (processorsOfNode * assumptions.databaseLoad.value);
  return Math.ceil(Math.max(byProcessor, writes / assumptions.primaryWrites.value));
}

/** Of an average request. */
export const eventsOfRequest = () => average((name) => operations[name].events);

/**
 * What the relay asks of the database for an account with one event: it finds accounts by 100, works on 16 at once, takes one, finds
 * the last place in the trail, writes the events of all 16 there, and settles. An event waits for half of the write that is under way.
 */
const atOnce = 16;
export const relay = { reads: 1 / 100 + 1 / atOnce, writes: 3, atOnce, trips: 5 };

/** Milliseconds on a function with so much memory of what takes one of the measuring machine's processor. */
const stretchedOn = (memory: number) => assumptions.slowness.value * (memoryOfProcessor / memory);

/** Events a second that one relay carries out: as its trips allow, or its processor. */
export function eventsOfOneRelay(): number {
  const byTrips = (atOnce * thousand) / (relay.trips * assumptions.trip.value);
  return Math.min(byTrips, thousand / (measured.processor.relay * stretchedOn(deployed.scheduleMemory)));
}

/** The same for the schedule, which begins nothing in the last seconds of each minute. */
export const eventsOfTheSchedule = () => eventsOfOneRelay() * deployed.relayWork;

/**
 * Events a second that the trail takes from any number of relays: they have one order, so the places of the next ones are known when
 * those before are written, two trips later.
 */
export const eventsOfTheTrail = () => (atOnce * thousand) / (2 * assumptions.trip.value);

/**
 * Things that the schedule removes in a month, or looks at, if it is at it all the time: 100 are read in one trip and written in another,
 * and nothing goes on beside.
 */
export function removalsInAMonth(): number {
  const { trip, readTime, writeTime } = assumptions;
  const onDatabase = (2 * trip.value) / 100 + readTime.value + writeTime.value;
  const each = onDatabase + measured.processor.removal * stretchedOn(deployed.scheduleMemory);
  return (deployed.removalWork * thousand * 730 * 3_600) / each;
}

/** Milliseconds of a vCPU that a hash takes, which a core of Lambda's gives for each sign-in. */
export const hashTime = () => measured.processor.hash * assumptions.slowness.value;

/** Requests a second by which traffic may grow in each second before new environments are late: by Lambda's rate, and by the secrets'. */
export const growth = {
  byEnvironments: () => (limits.lambdaScaling.value / 10) * limits.lambdaRequestsOfEnvironment.value,
  bySecrets: () => limits.parameterReads.value * limits.lambdaRequestsOfEnvironment.value,
};
