import { fresh, type Subject, secretKey, seeded } from "./subject.ts";

const bearer = { authorization: "Bearer {{accessToken}}" };
const tokens = { accessToken: "tokens.accessToken", refreshToken: "tokens.refreshToken" };

/** It limits what comes from one address, and here all of it does. */
const wideLimits = Object.fromEntries(
  ["GUESSES", "REGISTRATIONS"].flatMap((what) => [
    [`${what}_PER_ADDRESS`, "1000000"],
    [`${what}_PER_NETWORK`, "1000000"],
  ]),
);

/** As `npm start` runs it, with its log, and what carries out its events in the same process. */
export const rollcall: Subject = {
  name: "Rollcall",
  args: ["--require", "./scripts/ready.cjs", "packages/functions/src/node/server.ts"],
  variables: {
    SECRET_KEY: secretKey,
    ISSUER: "https://auth.example.com",
    AUDIENCES: "service",
    PORT: "0",
    ...wideLimits,
  },
  gathers: 1_000,
  register: { method: "POST", path: "/auth/register", body: fresh, status: 201, keep: tokens },
  signIn: { method: "POST", path: "/auth/login", body: seeded, status: 200, numbers: 1, keep: tokens },
  me: { method: "GET", path: "/me", headers: bearer, status: 200 },
  refresh: {
    method: "POST",
    path: "/auth/refresh",
    body: { refreshToken: "{{refreshToken}}" },
    status: 200,
    keep: tokens,
  },
  list: {
    page: { method: "GET", path: "/users?limit=20", headers: bearer, status: 200 },
    administrator: { collection: "users", has: { roles: ["admin"] } },
    search: { method: "GET", path: "/users?q=ada&limit=20", headers: bearer, status: 200 },
  },
};

/** Without what carries out its events, which on Lambda is another function. */
export const rollcallAlone: Subject = {
  ...rollcall,
  name: "Rollcall, the API alone",
  args: ["bench/processes/api-server.ts"],
};
