import { methodOfRequests, peersOfAccounts, withServers } from "../arena.ts";
import { type Contestant, callsTo, contest } from "../contest.ts";
import { needsMongodb, type Scenario } from "../scenario.ts";
import { besideEverybody, everybody } from "../subjects/everybody.ts";
import { kindNames, kinds, mix, mixed } from "../subjects/mix.ts";
import { seed } from "../subjects/seed.ts";

const accounts = 1_000;
const subjects = everybody.map((subject) => ({
  ...subject,
  signIn: { ...subject.signIn, numbers: accounts },
}));
const rules = { rounds: 6, milliseconds: 1_200 };
const all = kinds.reduce((sum, kind) => sum + mix[kind], 0);

export const scenario: Scenario = {
  name: "mixed",
  title: "Mixed load",
  about: "What people do in a day, mixed: reading, refreshing, signing in, registering.",
  seconds: 55,
  unavailable: needsMongodb,
  measure: (progress) =>
    withServers(subjects, async (generator, servers) => {
      const contestants: Contestant[] = [];
      for (const server of servers) {
        await seed(server, { accounts });
        const calls = { calls: mixed(server.subject), first: [server.subject.register] };
        contestants.push(await callsTo(generator, server, calls));
      }
      const { ratio, tables, samples } = await contest(contestants, rules, progress);
      return {
        ratios: besideEverybody(ratio),
        tables,
        samples,
        method: `Of ${all} requests ${kinds.map((kind) => `${mix[kind]} for ${kindNames[kind]}`).join(", ")}. better-auth without plugins and Express have
no refresh: there the account is read instead.

${methodOfRequests(rules)}

${peersOfAccounts()}`,
      };
    }),
};
