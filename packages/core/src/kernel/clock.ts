import { setTimeout } from "node:timers/promises";

/** Where the time comes from: the system's clock, or one that a test or the local server moves. */
export interface Clock {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = { now: () => new Date(), sleep: (milliseconds) => setTimeout(milliseconds) };

/** The system's clock, moved forward by as many seconds as it was told to advance. */
export interface VirtualClock extends Clock {
  advance(seconds: number): void;
}

export function virtualClock(): VirtualClock {
  let offset = 0;
  return {
    ...systemClock,
    now: () => new Date(Date.now() + offset),
    advance(seconds) {
      offset += seconds * 1000;
    },
  };
}

/** Seconds by which two instances' clocks may differ. */
const clockSkew = 60;

/**
 * Whether `then` is less than so many seconds ago. What is dated later than now is not: the clock has been set back since, and nobody
 * knows how long ago it was.
 */
export function isWithin(seconds: number, then: Date, now: Date): boolean {
  return now < addSeconds(then, seconds) && then <= addSeconds(now, clockSkew);
}

/** `date` moved by a number of seconds. */
export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}
