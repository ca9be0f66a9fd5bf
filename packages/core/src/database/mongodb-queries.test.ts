import type { Db } from "mongodb";
import { describe, expect, it } from "vitest";
import { makeEveryQuery } from "../../../../test/support/every-query.ts";
import { hasMongodb, newMongodbUri, openObserved } from "../../../../test/support/mongodb.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";

type Command = Record<string, unknown>;

/** What the driver adds to a command and `explain` does not take. */
const envelope = ["lsid", "txnNumber", "$db", "$clusterTime", "$readPreference", "readConcern", "writeConcern"];

/** How the server would run a command: the stages of its plan, such as IXSCAN and COLLSCAN. */
async function stagesOf(db: Db, command: Command): Promise<string[]> {
  const explained = Object.fromEntries(Object.entries(command).filter(([key]) => !envelope.includes(key)));
  const { queryPlanner } = await db.command({ explain: explained, verbosity: "queryPlanner" });
  return collectStages(queryPlanner?.winningPlan);
}

function collectStages(plan: unknown): string[] {
  if (typeof plan !== "object" || plan === null) return [];
  const { stage } = plan as { stage?: unknown };
  return [...(typeof stage === "string" ? [stage] : []), ...Object.values(plan).flatMap(collectStages)];
}

/** Some servers that speak MongoDB's protocol explain nothing, or not what they do. */
async function explainsTruthfully(db: Db): Promise<boolean> {
  const unindexed = { find: "users", filter: { "no.such.field": 1 } };
  const stages = await stagesOf(db, unindexed).catch((): string[] => []);
  return stages.includes("COLLSCAN");
}

/** Makes the service send every kind of command that it has, and returns them. */
async function commandsOfTheService(uri: string): Promise<Command[]> {
  const { storage, commands } = openObserved(uri);
  await makeEveryQuery(startRollcall({ shares: storage }));
  return commands.filter((command) => ["find", "findAndModify", "update", "delete"].some((name) => name in command));
}

describe.runIf(hasMongodb)("the queries of the service", () => {
  it("use an index, each of them (Q197)", async ({ skip }) => {
    const { uri, client } = await newMongodbUri();
    const commands = await commandsOfTheService(uri);
    expect(commands.length).toBeGreaterThan(20);
    if (!(await explainsTruthfully(client.db()))) {
      skip("this server does not explain a collection scan as one, so its plans prove nothing");
    }
    for (const command of commands) {
      const stages = await stagesOf(client.db(), command);
      expect(stages, JSON.stringify(command)).not.toHaveLength(0);
      expect(stages, JSON.stringify(command)).not.toContain("COLLSCAN");
    }
  });

  it("that list accounts and events, or search for some, or look for what is due, need no sort in memory (Q197)", async ({
    skip,
  }) => {
    const { uri, client } = await newMongodbUri();
    const commands = await commandsOfTheService(uri);
    const lists = commands.filter(({ find, sort }) => find && sort);
    expect(lists.length).toBeGreaterThanOrEqual(25);
    if (!(await explainsTruthfully(client.db()))) {
      skip("this server does not explain a collection scan as one, so its plans prove nothing");
    }
    for (const command of lists) {
      expect(await stagesOf(client.db(), command), JSON.stringify(command)).not.toContain("SORT");
    }
  });
});
