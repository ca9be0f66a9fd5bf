import { methodOfRequests, peersOfAccounts, withServers } from "../arena.ts";
import { type Contest, callsTo, contest, type Rules } from "../contest.ts";
import { type FunctionSubject, withFunctions } from "../functions/contestant.ts";
import { needsMongodb, type Progress, type Scenario } from "../scenario.ts";
import { betterAuth, betterAuthWithPlugins } from "../subjects/better-auth.ts";
import { rollcall, rollcallAlone } from "../subjects/rollcall.ts";
import { type Seed, seed } from "../subjects/seed.ts";
import type { Subject } from "../subjects/subject.ts";
import { express, fastify } from "../subjects/written.ts";

/** With accounts that are there already. */
type Filled = Subject & { seed: Seed };

const filled = (subject: Subject, seed: Seed): Filled => ({
  ...subject,
  signIn: { ...subject.signIn, numbers: seed.accounts },
  seed,
});

/** So many accounts that none gathers many more sessions. */
const ours = (sessions: number, accounts: number, of = rollcall) =>
  filled({ ...of, name: nameOf(sessions, of) }, { sessions, accounts });
const nameOf = (sessions: number, { name } = rollcall) => `${name}, ${sessions} session${sessions === 1 ? "" : "s"}`;
const theirs = (peer: Subject) => filled(peer, { accounts: 500 });

const hash: FunctionSubject = {
  name: "The hash alone",
  module: "functions/password.ts",
  maker: "passwordComparison",
  lanes: 8,
};
const subjects = [
  ours(1, 2_000),
  ours(10, 2_000),
  // As many as an account may have: each sign-in ends the oldest.
  ours(100, 200),
  ours(1, 2_000, rollcallAlone),
  ours(100, 200, rollcallAlone),
  ...[betterAuth, betterAuthWithPlugins, fastify, express].map(theirs),
];
const crowded = [ours(1, 2_000), theirs(betterAuth)];
const signIns = nameOf(1);

const rules = { rounds: 7, milliseconds: 1_000 };
const sharedRules = { ...rules, rounds: 5 };
const all = rules.rounds + sharedRules.rounds + 2;

export const scenario: Scenario = {
  name: "sign-in",
  title: "Signing in",
  about: "A sign-in with 1, 10 and 100 sessions, beside its hash and beside the peers.",
  seconds: 160,
  unavailable: needsMongodb,
  async measure(progress) {
    const alone = await measure(hash, subjects, rules, (done, _, what) => progress(done, all, what));
    const shared = await measure({ ...hash, side: "shared" }, crowded.map(onAllCores), sharedRules, (done, _, what) =>
      progress(rules.rounds + 1 + done, all, what),
    );
    return {
      ratios: [...ratios(alone), ...sharedRatios(shared)],
      tables: [
        ...alone.tables,
        ...shared.tables.slice(1, 2).map((table) => ({ ...table, title: "Throughput, all on the same cores" })),
      ],
      samples: {
        ...alone.samples,
        ...Object.fromEntries(
          Object.entries(shared.samples).map(([name, values]) => [`On the same cores: ${name}`, values]),
        ),
      },
      method: method(),
    };
  },
};

const onAllCores = (subject: Filled): Filled => ({ ...subject, side: "shared" });

function measure(alone: FunctionSubject, filled: Filled[], rules: Rules, progress: Progress): Promise<Contest> {
  return withServers(filled, (generator, servers) =>
    withFunctions([alone], async (contestants) => {
      for (const server of servers) {
        progress(0, 1, `filling ${server.subject.name}`);
        await seed(server, server.subject.seed);
        contestants.push(await callsTo(generator, server, { calls: [server.subject.signIn] }));
      }
      return contest(contestants, rules, progress);
    }),
  );
}

function ratios({ difference, ratio }: Contest) {
  const beside = (sessions: number, of = rollcall) => difference("cpu", nameOf(sessions, of), hash.name);
  return [
    { name: "Throughput, of better-auth's", value: ratio("rate", signIns, betterAuth.name), atLeast: 6.3 },
    { name: "Throughput, of the hash alone", value: ratio("rate", signIns, hash.name), atLeast: 0.9 },
    { name: "Milliseconds of CPU beside the hash, 1 session", value: beside(1), atMost: 0.8 },
    { name: "Milliseconds of CPU beside the hash, 10 sessions", value: beside(10) },
    { name: "Milliseconds of CPU beside the hash, 100 sessions", value: beside(100), atMost: 1 },
    { name: "The same of the API alone, 1 session", value: beside(1, rollcallAlone), atMost: 0.8 },
    { name: "The same of the API alone, 100 sessions", value: beside(100, rollcallAlone), atMost: 1 },
    { name: "CPU, of better-auth's", value: ratio("cpu", signIns, betterAuth.name) },
    { name: "CPU, of better-auth's with plugins", value: ratio("cpu", signIns, betterAuthWithPlugins.name) },
    { name: "CPU, of Fastify's at the same parameters", value: ratio("cpu", signIns, fastify.name) },
    { name: "CPU, of Express's with bcrypt", value: ratio("cpu", signIns, express.name) },
  ];
}

function sharedRatios({ ratio }: Contest) {
  return [
    { name: "Throughput, of better-auth's, all on the same cores", value: ratio("rate", signIns, betterAuth.name) },
    { name: "Throughput, of the hash alone, all on the same cores", value: ratio("rate", signIns, hash.name) },
  ];
}

function method(): string {
  return `An address and its password, of many accounts in turn. "The hash alone" is Rollcall's hasher, called from as many sides, in a
process that does nothing else: Argon2id with 19 MiB and two passes. "The API alone" leaves it to another process to carry out the event of
each sign-in, as the deployment does. "All on the same cores" is the same again with the server, the
database and the caller side by side on all of the machine's cores, where the hash alone still has them for itself.

${methodOfRequests(rules)}

${peersOfAccounts()}`;
}
