import { methodOfRequests, peersOfAccounts, withServers } from "../arena.ts";
import { type Contestant, callsTo, contest } from "../contest.ts";
import type { Generator } from "../load/start-generator.ts";
import type { Server } from "../processes/server.ts";
import { needsMongodb, type Scenario } from "../scenario.ts";
import { betterAuthWithPlugins } from "../subjects/better-auth.ts";
import { rollcall } from "../subjects/rollcall.ts";
import { seed } from "../subjects/seed.ts";

const accounts = 1_000;
const rules = { rounds: 7, milliseconds: 500 };
const kinds = ["page", "search"] as const;
const nameOf = (name: string, kind: (typeof kinds)[number]) => `${name}, ${kind === "page" ? "a page" : "a search"}`;

export const scenario: Scenario = {
  name: "list",
  title: "Lists and searches",
  about: `A page of ${accounts.toLocaleString("en-US")} accounts and one of a search among them, beside better-auth with plugins.`,
  seconds: 25,
  unavailable: needsMongodb,
  measure: (progress) =>
    withServers([rollcall, betterAuthWithPlugins], async (generator, servers) => {
      const contestants: Contestant[] = [];
      for (const server of servers) contestants.push(...(await listsOf(generator, server)));
      const { ratio, tables, samples } = await contest(contestants, rules, progress);
      const ofCpu = (kind: (typeof kinds)[number]) =>
        ratio("cpu", nameOf(rollcall.name, kind), nameOf(betterAuthWithPlugins.name, kind));
      return {
        ratios: [
          { name: "CPU of a page, of better-auth's", value: ofCpu("page") },
          { name: "CPU of a search, of better-auth's", value: ofCpu("search") },
        ],
        tables,
        samples,
        method: `An administrator's first page of 20 among ${accounts} accounts, and that of those whose name begins with "Ada", which a tenth do.
Of better-auth \`admin/list-users\`, which counts all accounts as well.
Where the database server keeps unique indexes only, as mongo-java-server does, Rollcall's search reads every account with its 40 keys, of which
MongoDB reads a page along an index. So it may be answered later there than better-auth's, with less processor time of the service.

${methodOfRequests(rules)}

${peersOfAccounts()}`,
      };
    }),
};

async function listsOf(generator: Generator, server: Server): Promise<Contestant[]> {
  const { list, signIn, name } = server.subject;
  if (!list) throw new Error(`${name} has no lists`);
  await seed(server, { accounts, models: 10 });
  const { collection, has } = list.administrator;
  await server.database.db.collection(collection).updateOne({ email: "user0@example.com" }, { $set: has });
  const contestants = [];
  for (const kind of kinds) {
    const calls = { name: nameOf(name, kind), calls: [list[kind]], first: [signIn] };
    contestants.push(await callsTo(generator, server, calls));
  }
  return contestants;
}
