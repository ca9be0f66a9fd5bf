import { keySetMaxAge } from "@rollcall/core";
import { Hono } from "hono";
import * as z from "zod/mini";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";

/** RFC 7517 section 5: the public members of each signing key. */
const jwksSchema = z
  .object({
    keys: z.array(
      z.object({
        kty: z.enum(["EC", "RSA"]),
        use: z.literal("sig"),
        alg: z.enum(["ES256", "RS256"]),
        kid: z.string(),
        crv: z.optional(z.literal("P-256")),
        x: z.optional(z.string()),
        y: z.optional(z.string()),
        n: z.optional(z.string()),
        e: z.optional(z.string()),
      }),
    ),
  })
  .check(z.meta({ id: "JsonWebKeySet" }));

/** The members of OpenID Connect Discovery 1.0, section 3, that verifiers of access tokens read. */
const providerSchema = z
  .object({ issuer: z.string(), jwks_uri: z.string().check(z.meta({ format: "uri" })) })
  .check(z.meta({ id: "ProviderMetadata" }));

const statusSchema = z.object({ status: z.literal("ok") }).check(z.meta({ id: "Status" }));

/** What other services and monitors ask for. */
export const serviceRoutes = new Hono<AppEnv>()
  .get(
    "/.well-known/jwks.json",
    endpoint({
      id: "getJwks",
      summary: "The keys that verify access tokens",
      description: "A key is published before it signs and until its last token has expired.",
      tag: "Service",
      auth: "none",
      answer: { status: 200, description: "A JSON Web Key Set (RFC 7517)", schema: jwksSchema },
      problems: [],
    }),
    async (c) => {
      const keys = (await c.var.ctx.keyRing.all()).map(
        ({ publicJwk }) => publicJwk as z.infer<typeof jwksSchema>["keys"][number],
      );
      c.header("cache-control", `public, max-age=${keySetMaxAge}`);
      c.header("access-control-allow-origin", "*");
      return c.json({ keys }, 200);
    },
  )
  .get(
    "/.well-known/openid-configuration",
    endpoint({
      id: "getProviderMetadata",
      summary: "Where the keys are, for verifiers that start from the issuer",
      description: "What the JWT authorizer of an API Gateway HTTP API reads. This is no OpenID provider.",
      tag: "Service",
      auth: "none",
      answer: { status: 200, description: "The issuer and the address of its keys", schema: providerSchema },
      problems: [],
    }),
    (c) => {
      const { issuer } = c.var.ctx.settings;
      c.header("cache-control", `public, max-age=${keySetMaxAge}`);
      c.header("access-control-allow-origin", "*");
      return c.json({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json` }, 200);
    },
  )
  .get(
    "/health",
    endpoint({
      id: "getHealth",
      summary: "Whether the process answers",
      tag: "Service",
      auth: "none",
      answer: { status: 200, description: "It does", schema: statusSchema },
      problems: [],
    }),
    (c) => c.json({ status: "ok" as const }, 200),
  )
  .get(
    "/ready",
    endpoint({
      id: "getReady",
      summary: "Whether the database answers",
      tag: "Service",
      auth: "none",
      answer: { status: 200, description: "It does", schema: statusSchema },
      problems: [],
    }),
    async (c) => {
      await c.var.ctx.database.ping();
      return c.json({ status: "ok" as const }, 200);
    },
  );
