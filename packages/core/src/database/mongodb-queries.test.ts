import type { Db } from "mongodb";
import { describe, expect, it } from "vitest";
import { signInAsAdministrator, signUp } from "../../../../test/support/accounts.ts";
import { eventsOf } from "../../../../test/support/events.ts";
import { hasMongodb, newMongodbUri, openObserved } from "../../../../test/support/mongodb.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";

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
  const rollcall = startRollcall({ shares: storage });
  const { user, tokens } = await signUp(rollcall, "ada@example.com");
  const { token } = await signInAsAdministrator(rollcall);
  const own = tokens.accessToken;
  const { refreshToken } = tokens;
  const newPassword = "seven lighthouses in a row";
  const { nextCursor } = await (await rollcall.call("GET", "/users?limit=1", { token })).json();
  await eventsOf(rollcall);
  const calls: [string, string, { body?: unknown; token?: string }][] = [
    ["GET", "/me", { token: own }],
    ["PATCH", "/me", { token: own, body: { name: "Ada Lovelace" } }],
    ["GET", "/me/sessions", { token: own }],
    ["POST", "/auth/tokens", { token: own, body: { audience: "orders" } }],
    ["DELETE", "/me/sessions", { token: own }],
    ["POST", "/me/password", { token: own, body: { currentPassword: password, newPassword } }],
    ["GET", `/users?limit=1&cursor=${nextCursor}`, { token }],
    ["GET", "/users?status=active", { token }],
    ["GET", "/users?role=admin", { token }],
    ["GET", "/users?q=ada", { token }],
    ["GET", "/users?q=ada&status=active&role=admin", { token }],
    ["GET", `/users/${user.id}`, { token }],
    ["GET", "/events?limit=1", { token }],
    ["GET", "/events?order=asc", { token }],
    ["GET", "/events?type=session.started", { token }],
    ["GET", `/events?userId=${user.id}&order=asc`, { token }],
    ["GET", `/events?userId=${user.id}&type=session.started`, { token }],
    ["GET", "/me/events", { token: own }],
    ["GET", `/users/${user.id}/sessions`, { token }],
    ["PATCH", `/users/${user.id}`, { token, body: { name: "Ada", status: "active" } }],
    ["POST", "/auth/refresh", { body: { refreshToken } }],
    ["POST", "/auth/logout", { body: { refreshToken } }],
    ["DELETE", `/users/${user.id}/sessions`, { token }],
    ["DELETE", `/users/${user.id}`, { token }],
  ];
  for (const [method, path, options] of calls) {
    const { status } = await rollcall.call(method, path, options);
    expect(status, `${method} ${path}`).toBeLessThan(300);
  }
  await rollcall.dependencies.keyRing.rotate();
  return commands.filter((command) => ["find", "findAndModify", "update", "delete"].some((name) => name in command));
}

describe.runIf(hasMongodb)("the queries of the service", () => {
  it("use an index, each of them", async ({ skip }) => {
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

  it("that list accounts and events, or search for some, need no sort in memory", async ({ skip }) => {
    const { uri, client } = await newMongodbUri();
    const commands = await commandsOfTheService(uri);
    const lists = commands.filter(({ find, sort }) => ["users", "events"].includes(String(find)) && sort);
    expect(lists.length).toBeGreaterThanOrEqual(12);
    if (!(await explainsTruthfully(client.db()))) {
      skip("this server does not explain a collection scan as one, so its plans prove nothing");
    }
    for (const command of lists) {
      expect(await stagesOf(client.db(), command), JSON.stringify(command)).not.toContain("SORT");
    }
  });
});
