import { methodOfRequests, peersOfAccounts, withServers } from "../arena.ts";
import { callsTo, contest } from "../contest.ts";
import type { Call } from "../load/call.ts";
import { needsMongodb, type Scenario } from "../scenario.ts";
import { betterAuthExtending, betterAuthWithPlugins } from "../subjects/better-auth.ts";
import { rollcall } from "../subjects/rollcall.ts";
import { fastify } from "../subjects/written.ts";

const subjects = [rollcall, betterAuthExtending, betterAuthWithPlugins, fastify];
const rules = { rounds: 7, milliseconds: 600 };

export const scenario: Scenario = {
  name: "refresh",
  title: "Refreshing a session",
  about: "New tokens for a session, beside better-auth and Fastify.",
  seconds: 25,
  unavailable: needsMongodb,
  measure: (progress) =>
    withServers(subjects, async (generator, servers) => {
      const contestants = servers.map((server) => {
        const { refresh, register } = server.subject;
        return callsTo(generator, server, { calls: [refresh as Call], first: [register] });
      });
      const { median, ratio, tables, samples } = await contest(await Promise.all(contestants), rules, progress);
      const cpu = median("cpu", rollcall.name);
      return {
        ratios: [
          { name: "Milliseconds of CPU", value: cpu, atMost: 0.8 },
          { name: "Refreshes in a second of a core", value: 1_000 / cpu, atLeast: 1_200 },
          {
            name: "CPU, of better-auth's that extends a session",
            value: ratio("cpu", rollcall.name, betterAuthExtending.name),
          },
          {
            name: "CPU, of better-auth's that makes a JWT",
            value: ratio("cpu", rollcall.name, betterAuthWithPlugins.name),
          },
          { name: "CPU, of Fastify's", value: ratio("cpu", rollcall.name, fastify.name) },
        ],
        tables,
        samples,
        method: `\`POST /auth/refresh\`, which renews the refresh token and signs an access token. What comes nearest to it: of better-auth
\`get-session\` with \`updateAge: 0\`, so that each one extends the session, and with plugins \`token\`, which makes a JWT from a session;
of Fastify a refresh token that is kept in the database and used once, and a JWT by HMAC.

${methodOfRequests(rules)}

${peersOfAccounts()}`,
      };
    }),
};
