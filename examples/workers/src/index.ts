import { env } from "cloudflare:workers";
import { auth, requireFresh, requireRole } from "@rollcall/client/hono";
import { Hono } from "hono";
import { cors } from "hono/cors";

declare global {
  namespace Cloudflare {
    interface Env {
      ISSUER: string;
    }
  }
}

// The keys of the tokens are fetched with the first request, and kept for the ones that follow.
const app = new Hono()
  .use(cors())
  .use(auth({ issuer: env.ISSUER, audience: "notes" }))
  .get("/notes", (c) => c.json({ owner: c.var.user.id, notes: ["Buy milk"] }))
  .get("/notes/everybody", requireRole("admin"), (c) => c.json({ notes: ["Buy milk", "Feed the cat"] }))
  .delete("/notes", requireFresh(300), (c) => c.body(null, 204));

export default app;
