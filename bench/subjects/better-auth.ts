import type { Call } from "../load/call.ts";
import { fresh, type Subject, secretKey, seeded } from "./subject.ts";

const origin = "https://auth.example.com";
const server = { args: ["bench/peers/servers/better-auth.mjs"], variables: { SECRET_KEY: secretKey, ISSUER: origin } };

const cookie = { cookie: "{{cookies}}", origin };
const keep = { cookies: "cookies", token: "token" };

const register: Call = {
  method: "POST",
  path: "/api/auth/sign-up/email",
  headers: { origin },
  body: { ...fresh, name: "Ada Lovelace" },
  status: 200,
  keep,
};
const signIn: Call = { ...register, path: "/api/auth/sign-in/email", body: seeded, numbers: 1 };
const session: Call = { method: "GET", path: "/api/auth/get-session", headers: cookie, status: 200 };

/** As it comes, with the session in a cookie. */
export const betterAuth: Subject = { name: "better-auth", ...server, register, signIn, me: session };

/** It reads a session and its user at once, an option that the page of its MongoDB adapter recommends. */
export const betterAuthWithJoins: Subject = {
  ...betterAuth,
  name: "better-auth, with joins",
  variables: { ...server.variables, JOINS: "1" },
};

/** A session is extended whenever it is asked for, which otherwise happens once a day. */
export const betterAuthExtending: Subject = {
  ...betterAuth,
  name: "better-auth, extending the session",
  variables: { ...server.variables, UPDATE_AGE: "0" },
  refresh: session,
};

const bearer = { authorization: "Bearer {{token}}" };
const users = "/api/auth/admin/list-users?limit=20&sortBy=createdAt&sortDirection=desc";

/** With the plugins for what Rollcall has. */
export const betterAuthWithPlugins: Subject = {
  ...betterAuth,
  name: "better-auth, with plugins",
  variables: { ...server.variables, PLUGINS: "1" },
  me: { ...session, headers: bearer },
  refresh: { method: "GET", path: "/api/auth/token", headers: bearer, status: 200 },
  list: {
    administrator: { collection: "user", has: { role: "admin" } },
    page: { method: "GET", path: users, headers: bearer, status: 200 },
    search: {
      method: "GET",
      path: `${users}&searchField=name&searchOperator=starts_with&searchValue=Ada`,
      headers: bearer,
      status: 200,
    },
  },
};
