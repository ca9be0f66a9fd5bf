import type { Call } from "../load/call.ts";
import { betterAuth } from "./better-auth.ts";
import { type Program, secretKey } from "./subject.ts";
import { express, fastify } from "./written.ts";

/** A service that wants to know who asks. */
export interface Service extends Program {
  /** Gets what it is asked with. */
  first: Call;
  request: Call;
}

const token: Call = { method: "GET", path: "/token", status: 200, keep: { accessToken: "accessToken" } };
const whoAmI: Call = {
  method: "GET",
  path: "/whoami",
  headers: { authorization: "Bearer {{accessToken}}" },
  status: 200,
};

export const rollcallService: Service = {
  name: "Rollcall's middleware for Hono",
  args: ["bench/peers/servers/service.mjs"],
  variables: {},
  first: token,
  request: whoAmI,
};

export const betterAuthService: Service = { ...betterAuth, first: betterAuth.register, request: betterAuth.me };

export const services: Service[] = [
  rollcallService,
  betterAuthService,
  {
    name: "Hono, hono/jwt (HS256)",
    args: ["bench/peers/servers/hono.mjs"],
    variables: { SECRET_KEY: secretKey },
    first: token,
    request: whoAmI,
  },
  { ...fastify, name: "Fastify, @fastify/jwt (HS256)", first: fastify.register, request: whoAmI },
  { ...express, name: "Express, passport-jwt (HS256), mongoose", first: express.register, request: express.me },
];
