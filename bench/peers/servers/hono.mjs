import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { jwt } from "hono/jwt";
import { listening } from "./listening.mjs";

/* A service that believes a token's claims and has no database. */

const app = new Hono()
  .use(jwt({ secret: process.env.SECRET_KEY, alg: "HS256" }))
  .get("/whoami", (c) => c.json({ id: c.get("jwtPayload").sub }));

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, listening);
