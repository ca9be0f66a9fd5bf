/* What was not measured but assumed. Each is one number to put one's own in the place of. */

export interface Assumption {
  value: number;
  unit: string;
  why: string;
}

export const assumptions = {
  slowness: {
    value: 2,
    unit: "×",
    why: "How much longer a core of Lambda takes than the measuring machine's",
  },
  trip: {
    value: 3,
    unit: "ms",
    why: "A round trip to a primary in the same region, its write journalled by a majority",
  },
  handshake: {
    value: 150,
    unit: "ms",
    why: "Starting an environment beyond its own milliseconds: placing it, fetching the code, TLS and authentication to the database",
  },
  readTime: { value: 0.1, unit: "ms of a vCPU", why: "What a read by a key takes of a database node" },
  writeTime: {
    value: 0.3,
    unit: "ms of a vCPU",
    why: "What a write by a key takes of a primary, with its journal and its oplog",
  },
  databaseLoad: { value: 0.5, unit: "", why: "The part of a primary's processors that is to be used at a peak" },
  primaryWrites: {
    value: 20_000,
    unit: "a second",
    why: "Small writes that one primary's oplog carries to its secondaries",
  },
  monthly: { value: 0.3, unit: "", why: "The part of all accounts that is used in a month" },
  peak: { value: 5, unit: "×", why: "A peak beside the average of the month" },
  sessions: { value: 3, unit: "", why: "Sessions of an account on average" },
  hot: { value: 0.1, unit: "", why: "The part of all accounts whose documents a day's work keeps in memory" },
  logLine: { value: 900, unit: "bytes", why: "What a request writes to the log: 400 of ours, 500 of Lambda's own" },
  mails: { value: 0.5, unit: "", why: "Mails to a monthly user in a month: confirmations, resets, notices" },
} as const satisfies Record<string, Assumption>;

/** What is deployed, from infra/. Megabytes, and seconds. */
export const deployed = {
  /** Of the API. */
  memory: 1_024,
  scheduleMemory: 512,
  concurrency: 50,
  /** Environments of the other functions: five of `Keys`, two schedules. */
  others: 7,
  poolSize: 2,
  /** The part of all time in which a schedule begins new work: it keeps 15 seconds for its end. */
  relayWork: 45 / 60,
  removalWork: 585 / 600,
} as const;

/** Megabytes of a function for which it gets one vCPU (AWS: 1,769). */
export const memoryOfProcessor = 1_769;
