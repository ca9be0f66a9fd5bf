import { keySetMaxAge, publishedMaxAge } from "@rollcall/core";
import { Hono } from "hono";
import type * as z from "zod/mini";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";
import { type jwkSchema, jwksSchema, providerSchema, statusSchema } from "../http/service.schema.ts";

/** What other services and monitors ask for. */
export const serviceRoutes = new Hono<AppEnv>()
  .get(
    "/.well-known/jwks.json",
    endpoint({
      id: "getJwks",
      summary: "The keys that verify access tokens",
      tag: "Service",
      auth: "none",
      answer: { status: 200, schema: jwksSchema },
      problems: [],
    }),
    async (c) => {
      const keys = (await c.var.ctx.keyRing.all()).map(({ publicJwk }) => publicJwk as z.infer<typeof jwkSchema>);
      // Where there is none yet, nobody should keep that.
      if (keys.length > 0) c.header("cache-control", `public, max-age=${publishedMaxAge}`);
      c.header("access-control-allow-origin", "*");
      return c.json({ keys }, 200);
    },
  )
  .get(
    "/.well-known/openid-configuration",
    endpoint({
      id: "getProviderMetadata",
      summary: "Where the keys are, for verifiers that start from the issuer",
      tag: "Service",
      auth: "none",
      answer: { status: 200, schema: providerSchema },
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
      answer: { status: 200, schema: statusSchema },
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
      answer: { status: 200, schema: statusSchema },
      problems: [],
    }),
    async (c) => {
      await c.var.ctx.database.ping();
      return c.json({ status: "ok" as const }, 200);
    },
  );
