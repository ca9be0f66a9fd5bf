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

/** `date` moved by a number of seconds. */
export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}
