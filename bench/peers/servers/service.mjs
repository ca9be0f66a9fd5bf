import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { auth } from "../../../packages/client/src/hono/index.ts";
import { audience, issuer, keySet, newToken } from "../../functions/tokens.ts";
import { listening } from "./listening.mjs";

/* A service that verifies Rollcall's tokens with the client's middleware. `/token` and the key set stand for Rollcall. */

const app = new Hono()
  .get("/token", (c) => c.json({ accessToken: newToken() }))
  .get("/whoami", auth({ issuer, audience, fetch: async () => Response.json(keySet) }), (c) =>
    c.json({ id: c.get("user").id }),
  );

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, listening);
