import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { type AppOptions, createApp } from "../../packages/functions/src/app.ts";
import { devRoutes } from "../../packages/functions/src/routes/dev.ts";
import { bodyOf } from "./accounts.ts";
import { startRollcall } from "./rollcall.ts";

const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  allOf?: Schema[];
  format?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  description?: string;
}

export interface Content {
  schema: Schema;
  example?: unknown;
  examples?: Record<string, { value: unknown } | { $ref: string }>;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  description?: string;
  schema: Schema;
  example?: unknown;
}

export interface Operation {
  operationId: string;
  "x-requires"?: { recent?: true; acr?: "2" };
  summary: string;
  description?: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { description: string; content?: Record<string, Content> }>;
}

export interface OpenApiDocument {
  openapi: string;
  info: { version: string; description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; examples: Record<string, { value: unknown }> };
}

/** The service's app alone, without the tests' look at its answers. */
export function createTestApp({ dependencies } = startRollcall(), options: Pick<AppOptions, "extraRoutes"> = {}) {
  const silent = { corsOrigins: [], clientIp: () => null, logLevel: "silent", log: () => {} } as const;
  return createApp({ dependencies, ...silent, ...options });
}

/** What the service says of itself. */
export async function readDocument(): Promise<OpenApiDocument> {
  return bodyOf(await createTestApp().request("/openapi.json"));
}

/** What the local server says of itself: its own routes are in it, too. */
export async function readLocalDocument(): Promise<OpenApiDocument> {
  const rollcall = startRollcall();
  const { clock, storage } = rollcall;
  const extraRoutes = devRoutes({ clock, database: storage.database, mailbox: { list: () => [] }, token: "" });
  return bodyOf(await createTestApp(rollcall, { extraRoutes }).request("/openapi.json"));
}

export function operationsOf({ paths }: OpenApiDocument) {
  return Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ template, method: method.toUpperCase(), operation })),
  );
}

/** Whether an operation is for who has a token in the Authorization field. */
export function needsToken({ security }: Operation): boolean {
  return security.some((schemes) => "accessToken" in schemes || "localToken" in schemes);
}

/** The values of a body's examples. */
export function examplesOf({ example, examples = {} }: Content, { components }: OpenApiDocument): unknown[] {
  const named = Object.values(examples).map((entry) =>
    "$ref" in entry ? components.examples[entry.$ref.replace("#/components/examples/", "")]?.value : entry.value,
  );
  return example === undefined ? named : [example, ...named];
}

/** Checks values against schemas of a document: what is wrong with one, or nothing. */
export function validatorFor({ components }: OpenApiDocument) {
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
  ajv.addSchema({ $id: "https://document.test/", components });
  const compiled = new Map<string, ValidateFunction>();
  return (schema: Schema, value: unknown) => {
    const text = JSON.stringify(schema).replaceAll('"#/', '"https://document.test/#/');
    const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text));
    compiled.set(text, validate);
    return validate(value) ? [] : validate.errors;
  };
}

/** The JSON types that a schema allows. */
export function typesOf({ type = [], anyOf = [] }: Schema): string[] {
  return [type, ...anyOf.map(typesOf)].flat();
}
