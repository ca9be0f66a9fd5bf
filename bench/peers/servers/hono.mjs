import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { jwt, sign } from "hono/jwt";
import { listening } from "./listening.mjs";

/* A service that believes a token's claims and has no database. `/token` stands for whoever makes them. */

const secret = process.env.SECRET_KEY;
const claims = () => ({ sub: "6b087f6dbd049b9b54d3c039", exp: Math.floor(Date.now() / 1_000) + 600 });

const app = new Hono()
  .get("/token", async (c) => c.json({ accessToken: await sign(claims(), secret, "HS256") }))
  .get("/whoami", jwt({ secret, alg: "HS256" }), (c) => c.json({ id: c.get("jwtPayload").sub }));

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, listening);
