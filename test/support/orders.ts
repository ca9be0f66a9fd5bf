import { Hono } from "hono";
import { expect } from "vitest";
import { auth, requireAcr, requireFresh, requireRole } from "../../packages/client/src/hono/index.ts";
import { problemSchema } from "../../packages/functions/src/http/problem.ts";
import { bodyOf } from "./accounts.ts";
import type { Json } from "./forged-tokens.ts";
import { startRollcall } from "./rollcall.ts";

/** A Rollcall, and a service of its own beside it, whose routes ask for more and more. */
export async function startOrders() {
  const rollcall = startRollcall();
  const issuer = { isAway: false, reads: 0 };
  const fetchKeys: typeof fetch = async (input) => {
    issuer.reads++;
    if (issuer.isAway) return new Response("Bad Gateway", { status: 502, headers: { "retry-after": "20" } });
    return rollcall.fetch(input);
  };
  const app = new Hono()
    .use(auth({ issuer: rollcall.url, audience: "orders", fetch: fetchKeys, clock: rollcall.clock }))
    .get("/mine", (c) => c.json(c.var.user))
    .get("/all", requireRole("admin"), (c) => c.json({ count: 2, for: c.var.user.id }))
    .get("/danger", requireFresh(300), (c) => c.text("gone"))
    .get("/vault", requireAcr("2"), (c) => c.text("open"))
    .get("/launch", requireAcr("2", { maxAge: 300 }), (c) => c.text("gone"));
  const call = (path: string, token?: string) =>
    app.request(path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  return { rollcall, issuer, app, call };
}

/** What a refusal says, without what is new in each. */
export async function challengeOf(response: Response) {
  const problem = await bodyOf<Json>(response);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(problemSchema.safeParse(problem).error).toBeUndefined();
  expect(problem.instance).toBe(`urn:uuid:${problem.requestId}`);
  expect(response.headers.get("x-request-id")).toBe(problem.requestId);
  expect(problem.status).toBe(response.status);
  const challenge = response.headers.get("www-authenticate");
  return { status: response.status, code: problem.code, challenge };
}
