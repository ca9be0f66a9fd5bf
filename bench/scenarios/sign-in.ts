import { methodOfRequests, peersOfAccounts, withServers } from "../arena.ts";
import { callsTo, contest } from "../contest.ts";
import { withFunctions } from "../functions/contestant.ts";
import { needsMongodb, type Result, type Scenario } from "../scenario.ts";
import { betterAuth, betterAuthWithPlugins } from "../subjects/better-auth.ts";
import { rollcall } from "../subjects/rollcall.ts";
import { seed } from "../subjects/seed.ts";
import { express, fastify } from "../subjects/written.ts";

/** Rollcall with accounts that have so many sessions already, and how many of them, so that none gathers many more. */
const withSessions = [
  { sessions: 1, accounts: 2_000 },
  { sessions: 10, accounts: 2_000 },
  // It is as many as an account may have: each sign-in ends the oldest.
  { sessions: 100, accounts: 200 },
];
const nameOf = (sessions: number) => `Rollcall, ${sessions} session${sessions === 1 ? "" : "s"}`;

const subjects = [
  ...withSessions.map(({ sessions, accounts }) => ({
    ...rollcall,
    name: nameOf(sessions),
    signIn: { ...rollcall.signIn, numbers: accounts },
    seed: { sessions, accounts },
  })),
  ...[betterAuth, betterAuthWithPlugins, fastify, express].map((peer) => ({
    ...peer,
    signIn: { ...peer.signIn, numbers: 500 },
    seed: { sessions: 1, accounts: 500 },
  })),
];

const hash = { name: "The hash alone", module: "functions/password.ts", maker: "passwordComparison", lanes: 8 };
const rules = { rounds: 9, milliseconds: 1_000 };
const signIns = nameOf(1);

export const scenario: Scenario = {
  name: "sign-in",
  title: "Signing in",
  about: "A sign-in with 1, 10 and 100 sessions, beside its hash and beside the peers.",
  seconds: 130,
  unavailable: needsMongodb,
  measure: (progress) =>
    withServers(subjects, (generator, servers) =>
      withFunctions([hash], async (contestants) => {
        for (const server of servers) {
          progress(0, rules.rounds + 1, `filling ${server.subject.name}`);
          await seed(server, server.subject.seed);
          contestants.push(await callsTo(generator, server, { calls: [server.subject.signIn] }));
        }
        return report(await contest(contestants, rules, progress));
      }),
    ),
};

function report({ difference, ratio, tables, samples }: Awaited<ReturnType<typeof contest>>): Result {
  const beside = (sessions: number) => difference("cpu", nameOf(sessions), hash.name);
  return {
    ratios: [
      { name: "Throughput, of better-auth's", value: ratio("rate", signIns, betterAuth.name), atLeast: 6.3 },
      { name: "Throughput, of the hash alone", value: ratio("rate", signIns, hash.name), atLeast: 0.9 },
      { name: "Milliseconds of CPU beside the hash, 1 session", value: beside(1), atMost: 0.8 },
      { name: "Milliseconds of CPU beside the hash, 10 sessions", value: beside(10) },
      { name: "Milliseconds of CPU beside the hash, 100 sessions", value: beside(100), atMost: 1 },
      { name: "CPU, of better-auth's", value: ratio("cpu", signIns, betterAuth.name) },
      { name: "CPU, of better-auth's with plugins", value: ratio("cpu", signIns, betterAuthWithPlugins.name) },
      { name: "CPU, of Fastify's at the same parameters", value: ratio("cpu", signIns, fastify.name) },
      { name: "CPU, of Express's with bcrypt", value: ratio("cpu", signIns, express.name) },
    ],
    tables,
    samples,
    method: `An address and its password, of many accounts in turn. "The hash alone" is Rollcall's hasher, called from as many sides, in a
process that does nothing else: Argon2id with 19 MiB and two passes.

${methodOfRequests(rules)}

${peersOfAccounts()}`,
  };
}
