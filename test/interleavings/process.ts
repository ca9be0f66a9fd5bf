import {
  type Actor,
  type Clock,
  type Context,
  createDependencies,
  createSecrets,
  type Database,
  type Dependencies,
  type Settings,
} from "@rollcall/core";
import { testSecret, testSettings } from "../support/settings.ts";

/** Where the accounts' lives begin: ahead of any machine's clock, as the embedded database removes what has expired by that. */
export const beginning = new Date("2040-01-01T12:00:00.000Z");

export const secrets = createSecrets([testSecret]);

/** Passwords by what their hashes say: hashing has tests of its own, and takes time. */
const readable: Dependencies["passwords"] = {
  requireRoom() {},
  hash: async (_by, _email, password) => hashOf(password),
  verify: async (_by, _email, stored, password) => stored === hashOf(password),
  isOutdated: () => false,
};

export const hashOf = (password: string): string => `hash of ${password}`;

/** A clock that a test sets. */
export function settableClock(start: Date): Clock & { set(now: Date): void } {
  let now = start;
  return {
    now: () => now,
    // To be late changes nothing of what is stored.
    sleep: async () => {},
    set(next) {
      now = next;
    },
  };
}

export interface ProcessOptions {
  database: Database;
  clock: Clock;
  /** The client that asks, as its User-Agent: it names the session that it begins. */
  client?: string;
  actor?: Actor | "system";
  settings?: Partial<Settings>;
  ip?: string;
}

/** What a verb is given by a process of its own, which remembers nothing of the others. */
export function startProcess({
  database,
  clock,
  client = "recovery",
  actor,
  settings,
  ip = "203.0.113.7",
}: ProcessOptions): Context {
  return {
    ...createDependencies({ database, clock, secrets, settings: { ...testSettings, ...settings } }),
    passwords: readable,
    actor: actor ?? null,
    requestId: null,
    ip,
    userAgent: client,
    acceptLanguage: null,
    signal: new AbortController().signal,
    notice: () => {},
    identified: () => {},
  };
}
