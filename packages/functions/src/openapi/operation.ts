import type { ErrorCode } from "@rollcall/core";
import type * as z from "zod/mini";
import { type Answer, type Endpoint, problemsOf } from "../http/endpoint.ts";
import { furtherMembers, problemKinds, problemSchema } from "../http/problem.ts";
import { transportField } from "../http/refresh-cookie.ts";
import { answers, descriptions } from "./descriptions.ts";
import type { OperationExamples } from "./examples.ts";
import { type JsonObject, type SchemaOptions, toJsonSchema } from "./json-schema.ts";
import { notes } from "./notes/index.ts";
import { problemExample } from "./problem-examples.ts";

/** What the operations of one document share. */
export interface DocumentParts extends Omit<SchemaOptions, "io"> {
  issuer: string;
  examples: Record<string, OperationExamples>;
  /** Where examples go that many operations have. */
  sharedExamples: JsonObject;
}

const security: Record<Endpoint["auth"], JsonObject[]> = {
  none: [],
  bearer: [{ accessToken: [] }],
  admin: [{ accessToken: ["admin"] }],
  local: [{ localToken: [] }],
};

/** A contract as OpenAPI's Operation Object. */
export function toOperation(contract: Endpoint, parts: DocumentParts): JsonObject {
  const { id, summary, tag, auth, recent, acr, params, query, body, cookieBody } = contract;
  return {
    operationId: id,
    summary,
    ...(descriptions[id] && { description: descriptions[id] }),
    tags: [tag],
    // Where a cookie may stand for something in the body.
    security: cookieBody && cookieBody !== body ? [{}, { refreshCookie: [] }] : security[auth],
    // What OpenAPI has no word for: how lately, and by how many factors, the caller has to have proved who they are.
    ...((recent || acr) && { "x-requires": { ...(recent && { recent }), ...(acr && { acr }) } }),
    parameters: [
      ...parameters("path", params, parts),
      ...parameters("query", query, parts),
      ...(cookieBody ? [transport] : []),
    ],
    ...requestBody(contract, parts),
    responses: {
      ...success(contract, contract.answer, parts),
      ...(contract.otherAnswer && success(contract, contract.otherAnswer, parts)),
      ...failures(contract, parts),
    },
  };
}

const transport = {
  name: transportField,
  in: "header",
  description: "Keeps the refresh token in a cookie, and out of the bodies: for pages of the same site.",
  schema: { enum: ["cookie"] },
};

/** They are sent as text; what they are is what that is read as. */
function parameters(place: "path" | "query", schema: z.ZodMiniObject | undefined, parts: DocumentParts): JsonObject[] {
  if (!schema) return [];
  const { properties } = toJsonSchema(schema, { ...parts, io: "output" }) as { properties: Record<string, JsonObject> };
  return Object.entries(properties).map(([name, { description, examples, ...property }]) => ({
    name,
    in: place,
    required: place === "path" || schema.shape[name]?._zod.optin === undefined,
    ...(description !== undefined && { description }),
    ...(Array.isArray(examples) && { example: examples[0] }),
    schema: property,
  }));
}

function requestBody({ id, body, cookieBody = body }: Endpoint, parts: DocumentParts): JsonObject {
  if (!body || !cookieBody) return {};
  const named = parts.examples[id]?.body;
  const examples = named ? { examples: named } : example(exampleOf(body));
  const schema = toJsonSchema(body, { ...parts, io: "input" });
  // What a cookie may bring need not be in the body.
  const { required } = toJsonSchema(cookieBody, { ...parts, io: "input" });
  const content = { "application/json": { schema: { ...schema, required }, ...examples } };
  return { requestBody: { required: true, content } };
}

function success(
  { id, cookieBody, answer }: Endpoint,
  { status, description = answers[id], schema }: Answer,
  parts: DocumentParts,
): JsonObject {
  const content = schema && {
    "application/json": {
      schema: toJsonSchema(schema, { ...parts, io: "output" }),
      ...example((status === answer.status && parts.examples[id]?.answer) || exampleOf(schema)),
    },
  };
  const headers = {
    "X-Request-Id": header("RequestId"),
    ...(cookieBody && status !== 202 && { "Set-Cookie": header("RefreshCookie") }),
  };
  return { [status]: { description, headers, ...(content && { content }) } };
}

function exampleOf(schema: z.ZodMiniType): unknown {
  return notes.find((note) => note.schema === schema)?.example;
}

function example(value: unknown): { example?: unknown } {
  return value === undefined ? {} : { example: value };
}

function header(name: string): JsonObject {
  return { $ref: `#/components/headers/${name}` };
}

/** One answer for each status, which names the codes it stands for. */
function failures(contract: Endpoint, parts: DocumentParts): JsonObject {
  const byStatus = Object.groupBy(problemsOf(contract), (code) => problemKinds[code].status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes]) => [status, failure(Number(status), codes, contract, parts)]),
  );
}

function failure(status: number, codes: ErrorCode[], contract: Endpoint, parts: DocumentParts): JsonObject {
  const problem = toJsonSchema(problemSchema, { ...parts, io: "output" });
  const examples = codes.map((code) => [code, problemExample(code, contract, parts, parts.sharedExamples)]);
  return {
    description: codes.map((code) => `\`${code}\`: ${problemKinds[code].title}`).join(" · "),
    headers: {
      "X-Request-Id": header("RequestId"),
      ...((status === 429 || status === 503) && { "Retry-After": header("RetryAfter") }),
      ...((status === 401 || status === 403) && { "WWW-Authenticate": header("Challenge") }),
    },
    content: {
      "application/problem+json": {
        schema: { allOf: [problem, ofThese(codes), ...withMembers(codes)] },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

function ofThese(codes: ErrorCode[]): JsonObject {
  return { type: "object", required: ["code"], properties: { code: { type: "string", enum: codes } } };
}

/** What a problem with one of these codes has beside the members of all. */
function withMembers(codes: ErrorCode[]): JsonObject[] {
  return Object.entries(furtherMembers)
    .filter(([code]) => codes.includes(code as ErrorCode))
    .map(([code, required]) => ({ anyOf: [{ properties: { code: { not: { const: code } } } }, { required }] }));
}
