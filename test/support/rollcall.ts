import {
  type BreachedPasswords,
  createDependencies,
  createSecrets,
  type Dependencies,
  type Settings,
  type VirtualClock,
  virtualClock,
} from "@rollcall/core";
import { onTestFinished } from "vitest";
import { type ClientOptions, createClient, type RollcallClient } from "../../packages/client/src/index.ts";
import { createApp } from "../../packages/functions/src/app.ts";
import { type DatabaseForm, databaseForms, type TestDatabase } from "./databases.ts";
import { documentedFetch } from "./documented-fetch.ts";
import { password, testSecret, testSettings } from "./settings.ts";

/** Hashing at a cost that lets hundreds of tests run; what the real cost is has tests of its own. */
const cheapHashing = { memoryCost: 64, timeCost: 1, parallelism: 1 };

export { password, testSecret, testSettings };

export interface TestRollcallOptions {
  form?: DatabaseForm;
  settings?: Partial<Settings>;
  secretKeys?: string[];
  peppers?: string[];
  breachedPasswords?: BreachedPasswords | null;
  corsOrigins?: string[];
  allowsLoopback?: boolean;
  /** Instead of one of its own: two services on one database. */
  shares?: TestDatabase;
  /** The address of clients that name none. */
  ip?: string | null;
  /** At the cost that the product hashes at. */
  realHashing?: boolean;
  /** Whether the service is late where it means to be. */
  realDelays?: boolean;
}

/** The real app over a real database, called in this process through its real client. */
export interface TestRollcall {
  /** Calls the app; every answer is held against the OpenAPI document. */
  fetch: typeof fetch;
  /** `POST` and the like with a JSON body and, if given, a bearer token. `ip` is the address that it comes from. */
  call(
    method: string,
    path: string,
    options?: { body?: unknown; token?: string; headers?: Record<string, string>; ip?: string },
  ): Promise<Response>;
  /** One that leaves refusals for want of a new proof to the test, unless it is told how to ask for one. */
  client(options?: Omit<ClientOptions, "fetch">): RollcallClient;
  dependencies: Dependencies;
  clock: VirtualClock;
  logs: string[];
  storage: TestDatabase;
  url: string;
}

/** Tells the app of a test which address a request is to come from. No entry point knows it. */
const addressHeader = "x-test-address";

/** Starts a service that lives until the end of the test. */
export function startRollcall(options: TestRollcallOptions = {}): TestRollcall {
  const storage = options.shares ?? (options.form ?? (databaseForms()[0] as DatabaseForm)).open();
  if (!options.shares) onTestFinished(() => storage.dispose());
  const settings = { ...testSettings, ...options.settings };
  const { ip: address = "203.0.113.7" } = options;
  const clock = options.realDelays ? virtualClock() : { ...virtualClock(), sleep: async () => {} };
  const logs: string[] = [];
  const dependencies = createDependencies({
    database: storage.database,
    secrets: createSecrets(options.secretKeys ?? [testSecret]),
    settings,
    clock,
    peppers: options.peppers ?? [],
    breachedPasswords: options.breachedPasswords ?? null,
    ...(!options.realHashing && { hashingCost: cheapHashing }),
  });
  const app = createApp({
    dependencies,
    corsOrigins: options.corsOrigins ?? [],
    allowsLoopback: options.allowsLoopback ?? false,
    clientIp: (c) => c.req.header(addressHeader) ?? address,
    logLevel: "info",
    log: (line) => logs.push(line),
  });
  const send = documentedFetch(app, settings);
  return {
    fetch: send,
    call(method, path, { body, token, headers, ip } = {}) {
      const all = new Headers(headers);
      if (ip !== undefined) all.set(addressHeader, ip);
      if (body !== undefined && !all.has("content-type")) all.set("content-type", "application/json");
      if (token !== undefined) all.set("authorization", `Bearer ${token}`);
      const text = typeof body === "string" ? body : JSON.stringify(body);
      return send(settings.issuer + path, { method, headers: all, ...(body !== undefined && { body: text }) });
    },
    client: (clientOptions) =>
      createClient(settings.issuer, { reauthenticate: () => false, ...clientOptions, fetch: send }),
    dependencies,
    clock,
    logs,
    storage,
    url: settings.issuer,
  };
}
