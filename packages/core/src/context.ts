import type { Database } from "./database/collection.ts";
import type { Clock } from "./kernel/clock.ts";
import { RollcallError } from "./kernel/errors.ts";
import { createExpiringKeys, type ExpiringKeys } from "./kernel/expiring-keys.ts";
import type { Secrets } from "./kernel/secrets.ts";
import type { Settings } from "./kernel/settings.ts";
import {
  type BreachedPasswords,
  createPasswordHasher,
  type HashingCost,
  type PasswordHasher,
} from "./password/index.ts";
import { type AccessTokens, createAccessTokens, createKeyRing, type KeyRing, signingKeys } from "./token/index.ts";

/** What lives as long as the process: made once, shared by every request. */
export interface Dependencies {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly passwords: PasswordHasher;
  /** Who is asked whether a new password is known from a breach; null where nobody is. */
  readonly breachedPasswords: BreachedPasswords | null;
  readonly keyRing: KeyRing;
  readonly accessTokens: AccessTokens;
  /** Networks that this process knows to be shut out. */
  readonly shutOut: ExpiringKeys;
}

/** Who asks, as their access token tells it. */
export interface Actor {
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly "admin"[];
}

/** Something an operator wants to know of beside the answer. `type` is `noun.verb`. */
export interface Notice {
  readonly type: string;
  readonly userId?: string;
  readonly sessionId?: string;
  /** Of the page that asked. */
  readonly origin?: string;
}

/** What every verb is given: the dependencies, and the one request it serves. */
export interface Context extends Dependencies {
  /** `system` is whoever runs this process and asks by a command: no account, and every right. */
  readonly actor: Actor | "system" | null;
  /** Null without a request. */
  readonly requestId: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** The request's Accept-Language (RFC 9110 section 12.5.4), for mails. */
  readonly acceptLanguage: string | null;
  /** Ends when nobody waits for the answer any more: the client has gone, or was answered for want of time. */
  readonly signal: AbortSignal;
  /** Adds to the request's log line. */
  readonly notice: (notice: Notice) => void;
  /** Names in the request's log line whose session the request has begun or carried on. */
  readonly identified: (userId: string, sessionId: string) => void;
}

export interface DependencyOptions {
  database: Database;
  secrets: Secrets;
  settings: Settings;
  clock: Clock;
  /** Keys of HMACs, the newest first, without which a stolen hash cannot be guessed at. */
  peppers?: readonly string[];
  breachedPasswords?: BreachedPasswords | null;
  /** Lower than the default only in tests. */
  hashingCost?: HashingCost;
}

export function createDependencies({
  hashingCost,
  peppers,
  breachedPasswords = null,
  ...given
}: DependencyOptions): Dependencies {
  const { database, secrets, settings, clock } = given;
  const keyRing = createKeyRing({ collection: database.collection(signingKeys), secrets, clock, settings });
  return {
    ...given,
    keyRing,
    shutOut: createExpiringKeys(),
    passwords: createPasswordHasher(hashingCost, peppers),
    breachedPasswords,
    accessTokens: createAccessTokens({ keyRing, clock, settings }),
  };
}

/** A context without a request: for commands. */
export function systemContext(dependencies: Dependencies): Context {
  return {
    ...dependencies,
    actor: "system",
    requestId: null,
    ip: null,
    userAgent: null,
    acceptLanguage: null,
    signal: new AbortController().signal,
    notice: () => {},
    identified: () => {},
  };
}

/** The actor of a route that needs one. @throws RollcallError `missing_token` */
export function requireActor({ actor }: Pick<Context, "actor">): Actor {
  if (!actor || actor === "system") throw new RollcallError("missing_token");
  return actor;
}
