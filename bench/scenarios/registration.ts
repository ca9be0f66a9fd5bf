import { methodOfRequests, peersOfAccounts, withServers } from "../arena.ts";
import { callsTo, contest } from "../contest.ts";
import { needsMongodb, type Scenario } from "../scenario.ts";
import { besideEverybody, everybody } from "../subjects/everybody.ts";

const rules = { rounds: 6, milliseconds: 1_000 };

export const scenario: Scenario = {
  name: "registration",
  title: "Registration",
  about: "A new account with its first session, beside better-auth, Fastify and Express.",
  seconds: 45,
  unavailable: needsMongodb,
  measure: (progress) =>
    withServers(everybody, async (generator, servers) => {
      const contestants = servers.map((server) => callsTo(generator, server, { calls: [server.subject.register] }));
      const { ratio, tables, samples } = await contest(await Promise.all(contestants), rules, progress);
      return {
        ratios: besideEverybody(ratio),
        tables,
        samples,
        method: `An address and a password that are new each time: a hash, an account, a session and its tokens.

${methodOfRequests(rules)}

${peersOfAccounts()}`,
      };
    }),
};
