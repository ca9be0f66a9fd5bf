import { auth, requireAcr, requireFresh, requireRole } from "@rollcall/client/hono";
import { createVerifier, KeysUnavailableError, meets } from "@rollcall/client/verifier";
import { Hono } from "hono";

const rollcall = { issuer: "https://auth.example.com", audience: "notes", jwksUri: undefined, fetch: undefined };

export const app = new Hono()
  .use(auth(rollcall))
  .get("/notes", (c) => c.json({ owner: c.var.user.id, since: c.var.user.authenticatedAt.toISOString() }))
  .delete("/notes", requireRole("admin"), requireFresh(300), (c) => c.body(null, 204))
  .post("/notes/publish", requireAcr("2", { maxAge: 300 }), (c) => c.body(null, 204));

const verify = createVerifier(rollcall);

export async function ownerOf(token: string): Promise<string | null> {
  try {
    // @ts-expect-error: a token that is not good has no claims
    (await verify(token)).sub;
    return (await verify(token))?.sub ?? null;
  } catch (error) {
    if (error instanceof KeysUnavailableError) return null;
    throw error;
  }
}

export async function mayPublish(token: string): Promise<boolean> {
  const claims = await verify(token);
  return claims !== null && meets(claims, { acr: "2", maxAge: 300 }, new Date());
}

// @ts-expect-error: the audience is missing
auth({ issuer: "https://auth.example.com" });

// @ts-expect-error: one factor is what every token says
requireAcr("1");
