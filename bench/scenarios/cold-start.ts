import { randomBytes } from "node:crypto";
import { MongoClient } from "mongodb";
import { startEnvironment } from "../../test/deployment/runtime/environment.ts";
import { type FunctionUrlCall, functionUrlEvent } from "../../test/support/function-url-event.ts";
import { startParameterStore } from "../../test/support/parameter-store.ts";
import { buildSubjects, environment, type Subject, withParameters } from "../cold-start/subjects.ts";
import { leaveUntilTheEnd } from "../leftovers.ts";
import { versionOf } from "../peers.ts";
import { interleaved, pairedRatio, spread, spreadColumns } from "../sampling.ts";
import type { Progress, Result, Scenario } from "../scenario.ts";

interface Start {
  init: number;
  first: number;
}

/** Fresh environments of each kind. */
const rounds = 15;

/** Milliseconds that the slower of the two parameter stores takes to answer, as one in the same region may. */
const slowStore = 30;

export const scenario: Scenario = {
  name: "cold-start",
  title: "Cold start on Lambda",
  about: "What a new Lambda environment costs, beside better-auth's.",
  seconds: 75,
  measure,
};

async function measure(progress: Progress): Promise<Result> {
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
    const starts = await interleaved(kinds, rounds, ({ subject, name, call, variables }, round) => {
      progress(round, rounds + 1, name);
      return measureStart(subject, call, variables);
    });
    return report(subjects, new Map([...starts].map(([{ name }, taken]) => [name, taken])), await measureHashes(all));
  } finally {
    for (const store of stores) store.close();
    await database?.drop();
  }
}

function report(
  { rollcall, betterAuth, betterAuthWithStore, ...others }: Awaited<ReturnType<typeof buildSubjects>>,
  starts: ReadonlyMap<string, Start[]>,
  hashes: Record<string, number[]>,
): Result {
  const both = Object.fromEntries([...starts].map(([name, of]) => [name, of.map(({ init, first }) => init + first)]));
  const ratio = (ours: string, theirs: string) => pairedRatio(both[ours] ?? [], both[theirs] ?? []);
  const table = (title: string, samples: Record<string, number[]>) => ({
    title,
    unit: "ms",
    columns: spreadColumns,
    rows: Object.entries(samples).map(([name, values]) => ({ name, values: spread(values) })),
  });
  const all = [rollcall, betterAuth, betterAuthWithStore, ...Object.values(others)];
  return {
    ratios: [
      {
        name: "Start and first answer without the database, of better-auth's, both with the slower store",
        value: ratio(slow(rollcall), slow(betterAuthWithStore)),
        atMost: 0.5,
      },
      {
        name: "The same from an instant store, of better-auth's that is given its secrets",
        value: ratio(rollcall.name, betterAuth.name),
      },
      {
        name: "Bytes of the bundle, of better-auth's",
        value: rollcall.bytes / betterAuth.bytes,
        atMost: 0.47,
        isExact: true,
      },
    ],
    tables: [
      { ...table("Start and first answer", both), chart: true },
      {
        title: "Bundle",
        unit: "bytes",
        columns: ["bytes"],
        rows: all.map(({ name, bytes }) => ({ name, values: [bytes] })),
      },
      table("One password", hashes),
    ],
    samples: both,
    method: `The bundles, built as the deployment builds them, under AWS's own Node runtime client, ${rounds} new processes each. A store
of parameters on the same machine gives Rollcall its secrets: one that answers at once, and one that takes ${slowStore} ms.
${versionOf("better-auth")}, with its MongoDB adapter and the same driver, is given them, or reads them from the slower store.`,
  };
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
  const drop = leaveUntilTheEnd(async () => {
    for (const subject of subjects) {
      const client = await MongoClient.connect(uriOf(subject));
      await client.db().dropDatabase();
      await client.close();
    }
  });
  return { uriOf, drop };
}

async function measureHashes(subjects: Subject[]): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = {};
  for (const { name, accounts } of subjects) {
    if (!accounts) continue;
    times[name] = [];
    for (let n = 0; n < rounds; n++) {
      const started = performance.now();
      await accounts.verify();
      times[name].push(performance.now() - started);
    }
  }
  return times;
}
