import type { Hono } from "hono";
import * as z from "zod/mini";
import { contractOf, type Endpoint, problemsOf } from "./endpoint.ts";
import type { AppEnv } from "./env.ts";
import { problemKinds, problemSchema } from "./problem.ts";

type JsonObject = Record<string, unknown>;

/** The OpenAPI 3.1 document of every route that has a contract, from the schemas that the routes run on. */
export function openApiDocument(app: Hono<AppEnv>, issuer: string): JsonObject & { openapi: string } {
  const components: JsonObject = {};
  const paths: Record<string, JsonObject> = {};
  for (const { path, method, handler } of app.routes) {
    const contract = contractOf(handler);
    if (!contract) continue;
    const template = path.replace(/:([^/]+)/g, "{$1}");
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation(contract, components) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Rollcall",
      version: "0.1.0",
      description:
        "Accounts, sessions and user administration. Every failure is an `application/problem+json` with a stable `code`.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: issuer }],
    tags: [
      { name: "Authentication", description: "Signing up, in and out" },
      { name: "Me", description: "One's own account" },
      { name: "Users", description: "Administration of accounts" },
      { name: "Service", description: "What other services and monitors ask for" },
    ],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        accessToken: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "at+jwt",
          description: "An access token (RFC 9068)",
        },
      },
    },
  };
}

function operation(contract: Endpoint, components: JsonObject): JsonObject {
  const { id, summary, description, tag, auth, body } = contract;
  return {
    operationId: id,
    summary,
    ...(description && { description }),
    tags: [tag],
    security: auth === "none" ? [] : [{ accessToken: [] }],
    parameters: [...parameters("path", contract.params), ...parameters("query", contract.query)],
    ...(body && {
      requestBody: { required: true, content: { "application/json": { schema: toSchema(body, "input", components) } } },
    }),
    responses: { ...success(contract, components), ...failures(contract, components) },
  };
}

function parameters(place: "path" | "query", schema: z.ZodMiniObject | undefined): JsonObject[] {
  const { properties = {}, required = [] } = (schema ? z.toJSONSchema(schema, { io: "input" }) : {}) as {
    properties?: Record<string, JsonObject>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description !== undefined && { description }),
    schema: property,
  }));
}

function success({ answer: { status, description, schema } }: Endpoint, components: JsonObject): JsonObject {
  const content = schema && { "application/json": { schema: toSchema(schema, "output", components) } };
  return { [status]: { description, headers: requestIdHeader, ...(content && { content }) } };
}

const requestIdHeader = {
  "x-request-id": { description: "Names the request, here and in the log", schema: { type: "string" } },
};

/** One answer for each status, which names the codes it stands for. */
function failures(contract: Endpoint, components: JsonObject): JsonObject {
  const byStatus = Object.groupBy(problemsOf(contract), (code) => problemKinds[code].status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${problemKinds[code].title}`).join(" · "),
        headers: requestIdHeader,
        content: {
          "application/problem+json": {
            schema: {
              allOf: [
                toSchema(problemSchema, "output", components),
                { type: "object", properties: { code: { enum: codes } } },
              ],
            },
          },
        },
      },
    ]),
  );
}

/** A schema as JSON Schema 2020-12; what carries an id moves to the components and is referred to. */
function toSchema(schema: z.ZodMiniType, io: "input" | "output", components: JsonObject): JsonObject {
  const { $schema, $defs, ...root } = z.toJSONSchema(schema, { io, override: io === "output" ? tolerant : () => {} });
  Object.assign(components, relocate($defs ?? {}));
  return relocate(root);
}

/** Answers may gain fields, so the document does not forbid them. */
function tolerant({ jsonSchema }: { jsonSchema: { additionalProperties?: unknown } }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

function relocate(schema: object): JsonObject {
  return JSON.parse(JSON.stringify(schema).replaceAll("#/$defs/", "#/components/schemas/")) as JsonObject;
}
