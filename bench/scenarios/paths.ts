import { cpus } from "node:os";
import {
  createDependencies,
  createSecrets,
  type Dependencies,
  definitions,
  systemClock,
  systemContext,
} from "@rollcall/core";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { createApp } from "../../packages/functions/src/app.ts";
import { cpuOfThisProcess, median } from "../sampling.ts";
import type { Scenario } from "../scenario.ts";

export const scenario: Scenario = {
  name: "paths",
  title: "The hot paths by themselves",
  about: "What the hot paths cost beside what they cannot do without.",
  seconds: 30,
  async measure() {
    const figures = await measureHotPaths();
    const rows = Object.entries(figures).map(([name, value]) => ({ name, values: [value] }));
    return {
      ratios: [],
      tables: [{ title: "The hot paths", unit: "as each row says", columns: ["figure"], rows }],
      samples: {},
      method: `A sign-in beside its password hash, an authenticated request beside one that needs no token, in one process, on the embedded
database in memory.`,
    };
  },
};

const issuer = "https://auth.example.test";
/** So many that no account gathers more sessions than a person has. */
const emails = Array.from({ length: 200 }, (_, n) => `user${n}@example.com`);
const credentials = { email: "ada@example.com", password: "correct horse battery staple" };

interface Bench {
  fetch: (request: Request) => Response | Promise<Response>;
  dependencies: Dependencies;
}

function start(): Bench {
  const dependencies = createDependencies({
    database: openEmbeddedDatabase({ definitions }),
    secrets: createSecrets([Buffer.alloc(32, 7).toString("base64url")]),
    clock: systemClock,
    settings: {
      issuer,
      audiences: [],
      signingAlgorithm: "ES256",
      accessTokenTtl: 600,
      sessionIdleTtl: 1_209_600,
      sessionMaxTtl: 2_592_000,
      sessionsPerAccount: 100,
      reauthenticationMaxAge: 600,
      passwordMinLength: 15,
      registration: "open",
      sendsMail: false,
      limits: {
        guess: { perAccount: 10, longestWait: 3_600, perAddress: Infinity, perNetwork: Infinity },
        register: { perAddress: Infinity, perNetwork: Infinity },
        mail: { perAddress: Infinity, perNetwork: Infinity },
      },
      deletionGrace: 0,
      retention: { events: Infinity, places: Infinity, deadLetters: Infinity },
    },
  });
  const app = createApp({ dependencies, corsOrigins: [], clientIp: () => null, logLevel: "silent", log: () => {} });
  return { fetch: app.fetch, dependencies };
}

function post(path: string, body: object): Request {
  return new Request(issuer + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Calls per second with `lanes` calls under way at any time. */
async function throughput(calls: number, lanes: number, call: () => Promise<unknown>): Promise<number> {
  let left = calls;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (left-- > 0) await call();
    }),
  );
  return calls / ((performance.now() - started) / 1000);
}

/** Microseconds of processor time for each call, one after another. */
async function cpuPerCall(calls: number, call: () => Promise<unknown>): Promise<number> {
  for (let n = 0; n < calls / 5; n++) await call();
  const before = cpuOfThisProcess();
  for (let n = 0; n < calls; n++) await call();
  return ((cpuOfThisProcess() - before) * 1_000) / calls;
}

async function measureHotPaths(): Promise<Record<string, number>> {
  const { fetch, dependencies } = start();
  const registered = await fetch(post("/auth/register", credentials));
  const { tokens } = (await registered.json()) as { tokens: { accessToken: string } };
  const ctx = systemContext(dependencies);
  const stored = await ctx.passwords.hash(ctx, credentials.email, credentials.password);
  const lanes = cpus().length * 2;

  for (const email of emails) await fetch(post("/auth/register", { ...credentials, email }));
  let turn = 0;
  const signIn = async () =>
    (await fetch(post("/auth/login", { ...credentials, email: emails[turn++ % emails.length] }))).arrayBuffer();
  const hash = () => ctx.passwords.verify(ctx, credentials.email, stored, credentials.password);
  const ratios: number[] = [];
  for (let round = 0; round < 5; round++) {
    ratios.push((await throughput(200, lanes, signIn)) / (await throughput(200, lanes, hash)));
  }

  const headers = { authorization: `Bearer ${tokens.accessToken}` };
  const get = (path: string) => async () => (await fetch(new Request(issuer + path, { headers }))).arrayBuffer();
  return {
    "sign-ins per second over hashes per second (median of 5)": median(ratios),
    "GET /health, µs of CPU": await cpuPerCall(3_000, get("/health")),
    "GET /me with a bearer token, µs of CPU": await cpuPerCall(3_000, get("/me")),
    "verifying a token that was seen before, µs of CPU": await cpuPerCall(20_000, () =>
      dependencies.accessTokens.verify(tokens.accessToken),
    ),
  };
}
