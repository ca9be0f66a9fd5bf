import { defineSlice } from "../kernel/slice.ts";

/** What came of the attempts before a window, of which nobody needs the counts any more. */
export interface Standing {
  /** Attempts that were looked at. */
  used: number;
  /** The window from which on there may be another one, once the first ones are used up. */
  openFrom: number;
  /** The window of the last one that was looked at. */
  last: number;
}

/** A count of attempts that needs no read before: each is added to its window, and what is allowed follows from the counts. */
export interface Attempts {
  /** By window, all that came, also those that were not looked at. */
  attempts?: Record<string, number>;
  /** What the windows before `attemptsSince` have come to. */
  attemptsBefore?: Standing;
  attemptsSince?: number;
}

/** Where its owner has signed in from: a network, and on it kinds of browsers, each with the last time. */
export type Places = Record<string, Record<string, Date>>;

export interface GuessingSlice extends Attempts {
  /** By digests. The networks that were used last. */
  places?: Places;
}

export const maxPlaces = 20;

export const guessingSlice = defineSlice<GuessingSlice>({
  fields: { attempts: true, attemptsBefore: true, attemptsSince: true, places: true },
  empty: () => ({}),
  cap: maxPlaces,
});
