import {
  createDependencies,
  createSecrets,
  type Database,
  type Dependencies,
  definitions,
  type Settings,
  systemClock,
  systemContext,
} from "@rollcall/core";
import { createUser } from "@rollcall/core/administration";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { encodeCursor } from "../../packages/core/src/kernel/cursor.ts";
import { decodeId } from "../../packages/core/src/kernel/ids.ts";
import { type UserDocument, users } from "../../packages/core/src/user/index.ts";
import { createApp } from "../../packages/functions/src/app.ts";
import { addressOf, rarity } from "./people.ts";

const issuer = "https://auth.example.test";

const settings: Settings = {
  issuer,
  audiences: [],
  signingAlgorithm: "ES256",
  accessTokenTtl: 86_400,
  sessionIdleTtl: 1_209_600,
  sessionMaxTtl: 2_592_000,
  sessionsPerAccount: 100,
  reauthenticationMaxAge: 600,
  mfa: "optional",
  passkeys: { rpId: "example.test", origins: [] },
  factorRemovalDelay: 0,
  passwordMinLength: 15,
  registration: "open",
  sendsMail: false,
  limits: {
    guess: { perAccount: 10, longestWait: 3_600, perAddress: Infinity, perNetwork: Infinity },
    register: { perAddress: Infinity, perNetwork: Infinity },
    mail: { perAddress: Infinity, perNetwork: Infinity },
  },
  deletionGrace: 0,
  retention: { events: Infinity, places: Infinity, deadLetters: Infinity },
};

/** What a database of its own has beside the accounts: keys to sign with, and an administrator. */
export function dependenciesOf(database: Database): Dependencies {
  return createDependencies({
    database,
    secrets: createSecrets([Buffer.alloc(32, 7).toString("base64url")]),
    clock: systemClock,
    settings,
  });
}

/** A database that has all but its lists of accounts in memory. */
export function listingFrom(
  find: (...asked: Parameters<ReturnType<Database["collection"]>["find"]>) => unknown,
): Database {
  const others = openEmbeddedDatabase({ definitions });
  return {
    ...others,
    collection(definition) {
      const collection = others.collection(definition);
      if (definition.name !== users.name) return collection;
      return { ...collection, find: async (...asked) => find(...asked) as never };
    },
  };
}

/** Asks the whole service for a page, as an administrator does. */
export type Ask = (query: Record<string, string>) => Promise<Page>;
export interface Page {
  items: { email: string }[];
  nextCursor: string | null;
}

export async function startLists(dependencies: Dependencies): Promise<Ask> {
  const app = createApp({ dependencies, corsOrigins: [], clientIp: () => null, logLevel: "silent", log: () => {} });
  const credentials = { email: "root@example.org", password: "correct horse battery staple" };
  await createUser(systemContext(dependencies), { ...credentials, roles: ["admin"] });
  const headers = { "content-type": "application/json" };
  const login = { method: "POST", headers, body: JSON.stringify(credentials) };
  const { tokens } = (await (await app.request(`${issuer}/auth/login`, login)).json()) as {
    tokens: { accessToken: string };
  };
  const authorization = `Bearer ${tokens.accessToken}`;
  return async (query) => {
    const answer = await app.request(`${issuer}/users?${new URLSearchParams(query)}`, { headers: { authorization } });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as Page;
  };
}

/** What administrators ask for, by what it is called: of every size there is as much to find on a page. */
export function questions({ secrets }: Dependencies, idOf: (n: number) => UserDocument["_id"], count: number) {
  const from = (n: number, filter: object) => encodeCursor(secrets, decodeId(idOf(n)), filter);
  const middle = Math.floor(count / 2);
  const smiths = { q: "smith" };
  return {
    "the newest": {},
    "the newest, from the middle on": { cursor: from(middle, {}) },
    "an address": { q: addressOf(middle) },
    "a word of many names": smiths,
    "a word of many names, from the middle on": { ...smiths, cursor: from(middle, smiths) },
    "a word without its accent": { q: "muller" },
    "a word of one name": { q: rarity.name.split(" ")[1] as string },
    "a word of no name": { q: "nobody" },
    "those who are disabled": { status: "disabled" },
    administrators: { role: "admin" },
    "a word, and disabled": { q: "user", status: "disabled" },
    "a word, and an administrator": { q: "smith", role: "admin" },
  } satisfies Record<string, Record<string, string>>;
}
