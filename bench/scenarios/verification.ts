import { methodOfRequests, withServers } from "../arena.ts";
import { callsTo, contest } from "../contest.ts";
import { withFunctions } from "../functions/contestant.ts";
import { versionOf } from "../peers.ts";
import { createDatabase } from "../processes/database.ts";
import { needsMongodb, type Progress, type Scenario, type Table } from "../scenario.ts";
import { betterAuthService, rollcallService, services } from "../subjects/services.ts";

const functions = [
  { name: "Rollcall, a known token", module: "functions/verification.ts", maker: "knownToken" },
  { name: "Rollcall, a new token", module: "functions/verification.ts", maker: "anotherToken" },
  { name: "better-auth, getSession", module: "peers/functions/better-auth.mjs", maker: "getSession" },
  { name: "better-auth, getSession, joins", module: "peers/functions/better-auth.mjs", maker: "joinedSession" },
  { name: "better-auth, getSession, cookie cache", module: "peers/functions/better-auth.mjs", maker: "cachedSession" },
  { name: "fast-jwt, a known token", module: "peers/functions/verification.mjs", maker: "fastJwtKnown" },
  { name: "fast-jwt, a new token", module: "peers/functions/verification.mjs", maker: "fastJwtAnother" },
  { name: "jose, a new token", module: "peers/functions/verification.mjs", maker: "joseAnother" },
  { name: "hono/jwt, a new token", module: "peers/functions/verification.mjs", maker: "honoAnother" },
] as const;
const [known, another, getSession, , , , fastJwt] = functions;

const functionRules = { rounds: 7, milliseconds: 300 };
const requestRules = { rounds: 7, milliseconds: 400 };
const all = functionRules.rounds + requestRules.rounds + 2;

export const scenario: Scenario = {
  name: "verification",
  title: "Who asks, for a service",
  about:
    "What a service spends to know who asks: a token that it verifies, beside better-auth's session and other verifiers.",
  seconds: 45,
  unavailable: needsMongodb,
  async measure(progress) {
    const requests = await measureRequests((done, _, what) => progress(done, all, what));
    const { ratio, samples, tables } = await measureFunctions((done, _, what) =>
      progress(requestRules.rounds + 1 + done, all, what),
    );
    const ofCpu = (one: { name: string }, other: { name: string }) => ratio("cpu", one.name, other.name);
    return {
      ratios: [
        { name: "CPU of a known token, of better-auth's getSession", value: ofCpu(known, getSession), atMost: 0.005 },
        { name: "CPU of a new token, of better-auth's getSession", value: ofCpu(another, getSession), atMost: 0.1 },
        { name: "CPU of a new token, of fast-jwt's", value: ofCpu(another, fastJwt) },
        {
          name: "CPU of a whole request, of better-auth's get-session",
          value: requests.ratio("cpu", rollcallService.name, betterAuthService.name),
        },
      ],
      tables: [
        ...inMicroseconds(tables),
        ...requests.tables.map((table) => ({ ...table, title: `A whole request: ${table.title}` })),
      ],
      samples: { ...samples, ...requests.samples },
      method: method(),
    };
  },
};

async function measureRequests(progress: Progress) {
  return withServers(services, async (generator, servers) => {
    const contestants = servers.map((server) => {
      const { first, request } = server.subject;
      return callsTo(generator, server, { calls: [request], first: [first] });
    });
    return contest(await Promise.all(contestants), requestRules, progress);
  });
}

async function measureFunctions(progress: Progress) {
  const { uri, drop } = await createDatabase();
  const variables = {
    MONGODB_URI: uri,
    SECRET_KEY: "k7Zp3Qm9Xv2Lr8Tw5Yn4Hd6Bf1Gj0CsAeUiOxKzMqVb",
    ISSUER: "https://auth.example.com",
  };
  const subjects = functions.map((subject) => ({ ...subject, variables }));
  try {
    return await withFunctions(subjects, (contestants) => contest(contestants, functionRules, progress));
  } finally {
    await drop();
  }
}

/** The functions by themselves take less than a millisecond, and nobody waits for them in a line. */
function inMicroseconds([cpu]: Table[]): Table[] {
  if (!cpu) return [];
  const rows = cpu.rows.map(({ name, values }) => ({ name, values: values.map((value) => value && value * 1_000) }));
  return [{ ...cpu, title: "Processor time to know who asks", unit: "µs", rows }];
}

function method(): string {
  return `First whole requests to a service that answers with who asks: Rollcall's middleware, hono/jwt and @fastify/jwt verify a token,
passport-jwt then reads the account as people write it, and better-auth is asked for the session as a browser does.

${methodOfRequests(requestRules)}

Then only the function that tells who asks, in a process of its own, ${functionRules.rounds} slices of ${functionRules.milliseconds} ms each: one call after
another, without a server around it. A known token is the same each time; of new ones there are so many that no cache has the next.
Tokens are Rollcall's, signed with ES256. better-auth's \`getSession\` is called in the same process, which saves it a request, and
reads the session and its user from the database, in one read with the joins that the page of its MongoDB adapter recommends, or with a cookie cache from a cookie that it has signed.

- ${versionOf("better-auth")}, ${versionOf("fast-jwt")}, ${versionOf("jose")}, ${versionOf("hono")}, ${versionOf("@fastify/jwt")}, ${versionOf("passport-jwt")}`;
}
