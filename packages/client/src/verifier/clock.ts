/** Where the time comes from: the system's clock, or one that a test moves. */
export interface Clock {
  now(): Date;
}

/** Seconds by which another instance's clock may be ahead of ours. Expiry is exact. */
export const clockSkew = 60;

export const systemClock: Clock = { now: () => new Date() };
