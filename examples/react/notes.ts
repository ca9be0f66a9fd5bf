import { serve } from "@hono/node-server";
import { auth } from "@rollcall/client/hono";
import { Hono } from "hono";
import { cors } from "hono/cors";

/* A service of its own, which knows from Rollcall's tokens who calls. It keeps its notes in memory. */

const issuer = process.env.ROLLCALL_URL ?? "http://127.0.0.1:3000";
const notes = new Map<string, string[]>();

const app = new Hono()
  // Any page may ask: who has no token for this service gets nothing.
  .use(cors())
  .use(auth({ issuer, audience: "notes" }))
  .get("/notes", (c) => c.json(notes.get(c.var.user.id) ?? []))
  .post("/notes", async (c) => {
    const text = await c.req.text();
    if (text.length > 1_000) return c.text("A note has at most 1,000 characters", 413);
    const all = [...(notes.get(c.var.user.id) ?? []), text];
    notes.set(c.var.user.id, all);
    return c.json(all, 201);
  });

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.env.PORT ?? 3001) }, ({ port }) =>
  console.log(`The notes' service listens on http://127.0.0.1:${port}`),
);
