import { assumptions } from "./assumptions.ts";
import { measured } from "./measured.ts";
import { month, requestsInAMonth } from "./operations.ts";

/* From accounts to bytes, and to the requests that they make. */

const { weights } = measured;

const indexBytes = (collection: keyof typeof weights.indexes, isWanted = (_name: string) => true) =>
  weights.indexes[collection]
    .filter(({ name }) => isWanted(name))
    .reduce((sum, { bytesPerAccount }) => sum + bytesPerAccount, 0);

/** By which searches find accounts. */
const isOfSearches = (name: string) => name.startsWith("searchKeys:");

/** Bytes of an account with so many sessions. */
export function documentBytes(sessions: number = assumptions.sessions.value): number {
  return weights.account["1"] + (sessions - 1) * weights.parts.session;
}

export const indexBytesOfAccount = {
  all: () => indexBytes("users"),
  ofSearches: () => indexBytes("users", isOfSearches),
  ofTheRest: () => indexBytes("users", (name) => !isOfSearches(name)),
};

/** Events of a monthly user in a month. */
export const eventsInAMonth = month.signIn + month.register;

/** Bytes of an event in the trail, its indexes with it. */
export const eventBytes = () => weights.event + indexBytes("events");

export interface Size {
  accounts: number;
  /** Who do something in a month. */
  monthly: number;
  /** Requests a second, on average and at a peak. */
  requests: number;
  peak: number;
  /** Bytes. */
  documents: number;
  indexes: number;
  events: number;
  total: number;
  /** Of memory, for a day's work: the indexes but for those of searches, and the documents that are in use. */
  memory: number;
}

const secondsInAMonth = 730 * 3_600;

/** @param eventDays for which the trail is kept; the setting's default */
export function sizeOf(accounts: number, eventDays = 400): Size {
  const { monthly: active, peak, hot } = assumptions;
  const monthly = accounts * active.value;
  const requests = (monthly * requestsInAMonth) / secondsInAMonth;
  const documents = accounts * documentBytes();
  const indexes = accounts * indexBytesOfAccount.all();
  const events = monthly * eventsInAMonth * (eventDays / (730 / 24)) * eventBytes();
  return {
    accounts,
    monthly,
    requests,
    peak: requests * peak.value,
    documents,
    indexes,
    events,
    total: documents + indexes + events,
    memory: accounts * indexBytesOfAccount.ofTheRest() + documents * hot.value,
  };
}

/** Bytes that one account adds, with its part of the trail. */
export const bytesOfAccount = () => sizeOf(1).total;

/** What the schedule has to do for one account in a month: look at it each week, and remove sessions and events that are over. */
export const removalsOfAccount = () =>
  730 / (7 * 24) + assumptions.monthly.value * (month.signIn / assumptions.sessions.value + eventsInAMonth);
