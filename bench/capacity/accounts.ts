import {
  createDependencies,
  createSecrets,
  type Dependencies,
  definitions,
  type SignedIn,
  systemClock,
  users,
} from "@rollcall/core";
import { eventRecorder } from "@rollcall/core/audit";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { type RelayReport, relay } from "@rollcall/core/relay";
import { createApp } from "../../packages/functions/src/app.ts";

/* A service that makes accounts as its users do, for what they weigh and what they cost. */

const issuer = "https://auth.example.test";
export const password = "correct horse battery staple";

/** A browser's, of usual length. */
const userAgent =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

/** Far beyond what is asked for here. */
const noLimit = { perAddress: 1_000_000_000, perNetwork: 1_000_000_000 };

export interface Service {
  dependencies: Dependencies;
  /** One request, which has to succeed. @returns its answer's body */
  call<T = unknown>(method: string, path: string, options?: { body?: object; token?: string }): Promise<T>;
  /** Registers, and is signed in. */
  register(email: string, name?: string): Promise<SignedIn>;
  signIn(email: string): Promise<SignedIn>;
  /** Carries out what waits in the accounts, as the relay does. */
  settle(): Promise<RelayReport>;
  /** The document of an account as it lies in the database. */
  documentOf(id: string): Promise<object>;
}

/** @param options.isCheap hashes at a cost at which thousands of accounts are made at once */
export function startService(options: { database?: Dependencies["database"]; isCheap?: boolean } = {}): Service {
  const dependencies = createDependencies({
    database: options.database ?? openEmbeddedDatabase({ definitions }),
    secrets: createSecrets([Buffer.alloc(32, 7).toString("base64url")]),
    clock: systemClock,
    settings: {
      issuer,
      audiences: ["orders"],
      signingAlgorithm: "ES256",
      accessTokenTtl: 600,
      sessionIdleTtl: 1_209_600,
      sessionMaxTtl: 2_592_000,
      sessionsPerAccount: 100,
      reauthenticationMaxAge: 600,
      mfa: "optional",
      passkeys: { rpId: "example.test", origins: [] },
      factorRemovalDelay: 0,
      passwordMinLength: 15,
      registration: "open",
      sendsMail: false,
      limits: { guess: { perAccount: 100, longestWait: 3_600, ...noLimit }, register: noLimit, mail: noLimit },
      deletionGrace: 0,
      retention: { events: Infinity, places: Infinity, deadLetters: Infinity },
    },
    ...(options.isCheap && { hashingCost: { memoryCost: 64, timeCost: 1, parallelism: 1 } }),
  });
  const clientIp = () => "203.0.113.7";
  const app = createApp({ dependencies, corsOrigins: [], clientIp, logLevel: "silent", log: () => {} });

  const call = async <T>(method: string, path: string, { body, token }: { body?: object; token?: string } = {}) => {
    const response = await app.request(issuer + path, {
      method,
      headers: {
        "content-type": "application/json",
        "user-agent": userAgent,
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const accounts = dependencies.database.collection(users);

  return {
    dependencies,
    call,
    register: (email, name) => call("POST", "/auth/register", { body: { email, password, ...(name && { name }) } }),
    signIn: (email) => call("POST", "/auth/login", { body: { email, password } }),
    settle: () => relay(dependencies, { event: eventRecorder(dependencies) }),
    documentOf: async (_id) => (await accounts.findOne({ _id })) as object,
  };
}
