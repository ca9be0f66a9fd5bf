import { methodOfRequests, peersOfAccounts, withServers } from "../arena.ts";
import { callsTo, contest } from "../contest.ts";
import { needsMongodb, type Scenario } from "../scenario.ts";
import { betterAuth, betterAuthWithPlugins } from "../subjects/better-auth.ts";
import { rollcall } from "../subjects/rollcall.ts";
import { express, fastify } from "../subjects/written.ts";

const subjects = [rollcall, betterAuth, betterAuthWithPlugins, fastify, express];
const rules = { rounds: 6, milliseconds: 1_000 };

export const scenario: Scenario = {
  name: "registration",
  title: "Registration",
  about: "A new account with its first session, beside better-auth, Fastify and Express.",
  seconds: 45,
  unavailable: needsMongodb,
  measure: (progress) =>
    withServers(subjects, async (generator, servers) => {
      const contestants = servers.map((server) => callsTo(generator, server, { calls: [server.subject.register] }));
      const { ratio, tables, samples } = await contest(await Promise.all(contestants), rules, progress);
      return {
        ratios: [
          { name: "Throughput, of better-auth's", value: ratio("rate", rollcall.name, betterAuth.name) },
          { name: "CPU, of better-auth's", value: ratio("cpu", rollcall.name, betterAuth.name) },
          {
            name: "CPU, of better-auth's with plugins",
            value: ratio("cpu", rollcall.name, betterAuthWithPlugins.name),
          },
          { name: "CPU, of Fastify's", value: ratio("cpu", rollcall.name, fastify.name) },
          { name: "CPU, of Express's", value: ratio("cpu", rollcall.name, express.name) },
        ],
        tables,
        samples,
        method: `An address and a password that are new each time: a hash, an account, a session and its tokens.

${methodOfRequests(rules)}

${peersOfAccounts()}`,
      };
    }),
};
