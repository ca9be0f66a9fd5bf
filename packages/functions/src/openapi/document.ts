import type { Settings } from "@rollcall/core";
import type { Hono } from "hono";
import { contractOf } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";
import { cookieName } from "../http/refresh-cookie.ts";
import { operationExamples } from "./examples.ts";
import { accessTokenScheme, introduction, tags } from "./introduction.ts";
import type { JsonObject } from "./json-schema.ts";
import { toOperation } from "./operation.ts";

/**
 * The OpenAPI 3.1 document of every route that has a contract, from the schemas that the routes run on and the notes
 * on these.
 */
export function openApiDocument(app: Hono<AppEnv>, settings: Settings): JsonObject & { openapi: string } {
  const schemas: JsonObject = {};
  const paths: Record<string, JsonObject> = {};
  const examples: JsonObject = {};
  const parts = { ...settings, components: schemas, examples: operationExamples(settings), sharedExamples: examples };
  for (const { path, method, handler } of app.routes) {
    const contract = contractOf(handler);
    if (!contract) continue;
    const template = path.replace(/:([^/]+)/g, "{$1}");
    paths[template] = { ...paths[template], [method.toLowerCase()]: toOperation(contract, parts) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Rollcall",
      version: "0.1.0",
      summary: "Accounts, sessions and administration of users",
      description: introduction(settings),
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: settings.issuer, description: "This service" }],
    tags,
    paths,
    components: {
      schemas,
      examples,
      headers,
      securitySchemes: { accessToken: accessTokenScheme, refreshCookie, ...(isLocal(app) && { localToken }) },
    },
  };
}

/** Only the local server has routes that ask for its own token. */
function isLocal({ routes }: Hono<AppEnv>): boolean {
  return routes.some(({ handler }) => contractOf(handler)?.auth === "local");
}

const refreshCookie = {
  type: "apiKey",
  in: "cookie",
  name: cookieName,
  description: "A refresh token, which counts where `X-Rollcall-Transport` asks for it.",
};

const localToken = {
  type: "http",
  scheme: "bearer",
  description: "The token that the local server keeps in a file of its data folder.",
};

const headers = {
  RequestId: {
    description: "Names the request, here, in a problem and in the service's log.",
    required: true,
    schema: { type: "string", format: "uuid" },
  },
  RetryAfter: {
    description: "Seconds after which another try makes sense.",
    required: true,
    schema: { type: "integer", minimum: 1 },
  },
  RefreshCookie: {
    description: "The refresh token, where the request wants it in a cookie.",
    schema: { type: "string" },
  },
  Challenge: {
    description: "What is wrong with the access token, in the words of RFC 6750.",
    schema: { type: "string" },
    example: 'Bearer error="invalid_token"',
  },
};
