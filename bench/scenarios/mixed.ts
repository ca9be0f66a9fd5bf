import { methodOfRequests, peersOfAccounts, withServers } from "../arena.ts";
import { type Contestant, callsTo, contest } from "../contest.ts";
import { needsMongodb, type Scenario } from "../scenario.ts";
import { betterAuth, betterAuthWithPlugins } from "../subjects/better-auth.ts";
import { kindNames, kinds, mix, mixed } from "../subjects/mix.ts";
import { rollcall } from "../subjects/rollcall.ts";
import { seed } from "../subjects/seed.ts";
import { express, fastify } from "../subjects/written.ts";

const accounts = 1_000;
const subjects = [rollcall, betterAuth, betterAuthWithPlugins, fastify, express].map((subject) => ({
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
        method: `Of ${all} requests ${kinds.map((kind) => `${mix[kind]} for ${kindNames[kind]}`).join(", ")}. better-auth without plugins and Express have
no refresh: there the account is read instead.

${methodOfRequests(rules)}

${peersOfAccounts()}`,
      };
    }),
};
