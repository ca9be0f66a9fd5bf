import { randomBytes } from "node:crypto";
import { MongoClient } from "mongodb";
import { startEnvironment } from "../test/deployment/runtime/environment.ts";
import { type FunctionUrlCall, functionUrlEvent } from "../test/support/function-url-event.ts";
import { startParameterStore } from "../test/support/parameter-store.ts";
import { buildSubjects, environment, type Subject, withParameters } from "./cold-start-subjects.ts";

/*
 * What a new execution environment costs under Lambda's own runtime client: from the start of its process
 * until it asks for an event, and its first answer. The subjects take turns, so that whatever else this
 * machine does meets all of them alike; the figures compare, they are not Lambda's.
 */

export interface ColdStart {
  /** Milliseconds by subject and first request. */
  times: Record<string, Times>;
  /** Bytes by subject. */
  bundles: Record<string, number>;
  /** Milliseconds of one verification of a password, which a first sign-in contains. */
  hashes: Record<string, number>;
  /**
   * What Rollcall has of better-auth's: medians of start and first request without a database, with a store that answers
   * at once and with one that takes its time, and the bundle.
   */
  ratios: { time: number; timeWithSlowStore: number; bundle: number };
}

interface Times {
  "init, median": number;
  "init, p95": number;
  "first, median": number;
  "first, p95": number;
  "both, median": number;
  "both, p95": number;
}

interface Start {
  init: number;
  first: number;
}

/** Fresh environments of each kind. */
const rounds = 15;

/** Milliseconds that the slower of the two parameter stores takes to answer, as one in the same region may. */
const slowStore = 30;

/** The sign-ins are left out where MONGODB_URI is not set. */
export async function measureColdStart(): Promise<ColdStart> {
  const subjects = await buildSubjects();
  const all = Object.values(subjects);
  const database = await openDatabases(all);
  const uriOf = (subject: Subject) => database?.uriOf(subject) ?? nowhere;
  const secrets = { SecretKey: environment.SECRET_KEY, MongodbUri: uriOf(subjects.rollcall) };
  const stores = await Promise.all([0, slowStore].map((delay) => startParameterStore(secrets, { delay })));
  try {
    const kinds = kindsOf(
      subjects,
      stores.map(({ url }) => url),
      uriOf,
      database !== null,
    );
    const starts = new Map<string, Start[]>(kinds.map(({ name }) => [name, []]));
    for (let round = 0; round <= rounds; round++) {
      showProgress(round);
      for (const { subject, name, call, variables } of kinds) {
        const start = await measureStart(subject, call, variables);
        // The first round only warms this machine's caches.
        if (round > 0) starts.get(name)?.push(start);
      }
    }
    const times = Object.fromEntries([...starts].map(([name, taken]) => [name, summarize(taken)]));
    const total = (name: string) => times[name]?.["both, median"] as number;
    const { rollcall, betterAuth, betterAuthWithStore } = subjects;
    return {
      times,
      bundles: Object.fromEntries(all.map(({ name, bytes }) => [name, bytes])),
      hashes: await measureHashes(all),
      ratios: {
        time: total(rollcall.name) / total(betterAuth.name),
        timeWithSlowStore: total(slow(rollcall)) / total(slow(betterAuthWithStore)),
        bundle: rollcall.bytes / betterAuth.bytes,
      },
    };
  } finally {
    for (const store of stores) store.close();
    await database?.drop();
  }
}

const slow = ({ name }: Subject) => `${name}, store of ${slowStore} ms`;

interface Kind {
  subject: Subject;
  name: string;
  call: FunctionUrlCall;
  variables: Record<string, string>;
}

/** As each is deployed: Rollcall reads its secrets when it starts, the others are given them, but where it says otherwise. */
function kindsOf(
  { bare, rollcall, betterAuth, betterAuthWithStore }: Awaited<ReturnType<typeof buildSubjects>>,
  [store = "", slowUrl = ""]: string[],
  uriOf: (subject: Subject) => string,
  hasDatabase: boolean,
): Kind[] {
  const given = (subject: Subject) => ({ ...environment, MONGODB_URI: uriOf(subject) });
  const kind = (subject: Subject, variables: Record<string, string>, name = subject.name): Kind => {
    return { subject, name, call: subject.probe, variables };
  };
  const signIn = (subject: Subject, variables: Record<string, string>): Kind[] =>
    hasDatabase && subject.accounts
      ? [{ subject, name: `${subject.name}, sign-in`, call: subject.accounts.signIn, variables }]
      : [];
  return [
    kind(bare, given(bare)),
    kind(rollcall, withParameters(store)),
    kind(betterAuth, given(betterAuth)),
    kind(rollcall, withParameters(slowUrl), slow(rollcall)),
    kind(betterAuthWithStore, withParameters(slowUrl), slow(betterAuthWithStore)),
    ...signIn(rollcall, withParameters(store)),
    ...signIn(betterAuth, given(betterAuth)),
  ];
}

async function measureStart(
  subject: Subject,
  call: FunctionUrlCall,
  variables: Record<string, string>,
): Promise<Start> {
  const started = await startEnvironment({ ...subject, environment: variables });
  try {
    const { kind, body, ms } = await started.invoke(functionUrlEvent(call));
    const { statusCode } = body as { statusCode?: number };
    if (kind === "error" || statusCode !== 200) {
      throw new Error(`${subject.name}: ${call.path} is answered with ${JSON.stringify(body)}\n${started.logs()}`);
    }
    return { init: started.initMs, first: ms };
  } finally {
    await started.stop();
  }
}

const nowhere = "mongodb://127.0.0.1:9/nobody";

/** A database for each subject, with the account that signs in; null where there is no server. */
async function openDatabases(subjects: Subject[]) {
  const server = process.env.MONGODB_URI;
  if (!server) {
    console.warn("MONGODB_URI is not set: the sign-ins are left out.");
    return null;
  }
  const run = randomBytes(4).toString("hex");
  const uriOf = (subject: Subject) => {
    const uri = new URL(server);
    uri.pathname = `/rollcall_bench_${run}_${subjects.indexOf(subject)}`;
    return uri.href;
  };
  for (const subject of subjects) {
    if (!subject.accounts) continue;
    const { invoke, stop } = await startEnvironment({
      ...subject,
      environment: { ...environment, MONGODB_URI: uriOf(subject) },
    });
    await invoke(functionUrlEvent(subject.accounts.signUp)).finally(stop);
  }
  return {
    uriOf,
    async drop() {
      for (const subject of subjects) {
        const client = await MongoClient.connect(uriOf(subject));
        await client.db().dropDatabase();
        await client.close();
      }
    },
  };
}

async function measureHashes(subjects: Subject[]): Promise<Record<string, number>> {
  const medians: Record<string, number> = {};
  for (const { name, accounts } of subjects) {
    if (!accounts) continue;
    const times: number[] = [];
    for (let n = 0; n < rounds; n++) {
      const started = performance.now();
      await accounts.verify();
      times.push(performance.now() - started);
    }
    medians[name] = quantile(times, 0.5);
  }
  return medians;
}

function summarize(starts: Start[]): Times {
  const parts = {
    init: starts.map(({ init }) => init),
    first: starts.map(({ first }) => first),
    both: starts.map(({ init, first }) => init + first),
  };
  return {
    "init, median": quantile(parts.init, 0.5),
    "init, p95": quantile(parts.init, 0.95),
    "first, median": quantile(parts.first, 0.5),
    "first, p95": quantile(parts.first, 0.95),
    "both, median": quantile(parts.both, 0.5),
    "both, p95": quantile(parts.both, 0.95),
  };
}

/** The nearest rank, to a tenth. */
function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.ceil(share * sorted.length) - 1] as number;
  return Math.round(value * 10) / 10;
}

function showProgress(round: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(round < rounds ? `\rround ${round + 1} of ${rounds + 1}` : "\r\u001b[K");
}
