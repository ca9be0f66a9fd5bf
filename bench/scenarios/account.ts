import { methodOfRequests, peersOfAccounts, withServers } from "../arena.ts";
import { callsTo, contest } from "../contest.ts";
import { needsMongodb, type Scenario } from "../scenario.ts";
import { betterAuth, betterAuthWithJoins, betterAuthWithPlugins } from "../subjects/better-auth.ts";
import { rollcall } from "../subjects/rollcall.ts";
import { express, fastify } from "../subjects/written.ts";

const subjects = [rollcall, betterAuth, betterAuthWithJoins, betterAuthWithPlugins, fastify, express];
const rules = { rounds: 7, milliseconds: 600 };

export const scenario: Scenario = {
  name: "account",
  title: "Reading one's account",
  about: "Reading one's account with a token, beside better-auth, Fastify and Express.",
  seconds: 30,
  unavailable: needsMongodb,
  measure: (progress) =>
    withServers(subjects, async (generator, servers) => {
      const contestants = servers.map((server) => {
        const { me, register } = server.subject;
        return callsTo(generator, server, { calls: [me], first: [register] });
      });
      const { ratio, tables, samples } = await contest(await Promise.all(contestants), rules, progress);
      const ofCpu = (other: { name: string }) => ratio("cpu", rollcall.name, other.name);
      return {
        ratios: [
          { name: "CPU, of better-auth's", value: ofCpu(betterAuth), atMost: 0.2 },
          { name: "CPU, of Fastify's", value: ofCpu(fastify), atMost: 1.6 },
          { name: "CPU, of better-auth's with joins", value: ofCpu(betterAuthWithJoins) },
          { name: "CPU, of better-auth's with plugins", value: ofCpu(betterAuthWithPlugins) },
          { name: "CPU, of Express's", value: ofCpu(express) },
          { name: "Throughput, of better-auth's", value: ratio("rate", rollcall.name, betterAuth.name) },
        ],
        tables,
        samples,
        method: `\`GET /me\`, or the peer's \`get-session\`: who asks, and the account as the database has it. "With joins" is
an option of better-auth that the page of its MongoDB adapter recommends. Everybody has signed up before.

${methodOfRequests(rules)}

${peersOfAccounts()}`,
      };
    }),
};
