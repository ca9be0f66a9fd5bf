import { fresh, type Subject, secretKey, seeded } from "./subject.ts";

/* What people write themselves, as the documents of its parts show it. */

const bearer = { authorization: "Bearer {{accessToken}}" };
const keep = { accessToken: "accessToken" };
const both = { ...keep, refreshToken: "refreshToken" };
const variables = { SECRET_KEY: secretKey };

export const fastify: Subject = {
  name: "Fastify, @fastify/jwt, @fastify/mongodb",
  args: ["bench/peers/servers/fastify.mjs"],
  variables,
  register: { method: "POST", path: "/register", body: fresh, status: 201, keep: both },
  signIn: { method: "POST", path: "/login", body: seeded, status: 200, numbers: 1, keep: both },
  me: { method: "GET", path: "/me", headers: bearer, status: 200 },
  refresh: { method: "POST", path: "/refresh", body: { refreshToken: "{{refreshToken}}" }, status: 200, keep: both },
};

export const express: Subject = {
  name: "Express, passport-jwt, mongoose",
  args: ["bench/peers/servers/express.mjs"],
  variables,
  register: { method: "POST", path: "/register", body: fresh, status: 201, keep },
  signIn: { method: "POST", path: "/login", body: seeded, status: 200, numbers: 1, keep },
  me: { method: "GET", path: "/me", headers: bearer, status: 200 },
};
