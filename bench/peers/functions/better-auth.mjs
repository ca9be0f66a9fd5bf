import { randomUUID } from "node:crypto";
import { betterAuth } from "better-auth";
import { MongoClient } from "mongodb";
import { bareOptions } from "../better-auth-options.mjs";

const newPerson = () => ({
  email: `${randomUUID()}@example.com`,
  password: "correct horse battery staple",
  name: "Ada Lovelace",
});

/** Asks who is signed in, from the same process, as better-auth's documents show for servers. */
async function session(options) {
  const auth = betterAuth({ ...bareOptions(new MongoClient(process.env.MONGODB_URI)), ...options });
  const signedUp = await auth.api.signUpEmail({ body: newPerson(), asResponse: true });
  const cookie = signedUp.headers.getSetCookie().map((text) => text.split(";")[0]);
  const headers = new Headers({ cookie: cookie.join("; ") });
  if (!(await auth.api.getSession({ headers }))) throw new Error("There is no session");
  return () => auth.api.getSession({ headers });
}

export const getSession = () => session({});

export const joinedSession = () => session({ advanced: { database: { joins: true } } });

/** With what its guide to performance recommends. */
export const cachedSession = () => session({ session: { cookieCache: { enabled: true, maxAge: 300 } } });
