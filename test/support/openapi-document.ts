import { createApp } from "../../packages/functions/src/app.ts";
import { bodyOf } from "./accounts.ts";
import { startRollcall } from "./rollcall.ts";

export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  allOf?: Schema[];
  format?: string;
  properties?: Record<string, Schema>;
  examples?: unknown[];
}

export type Content = Record<string, { schema: Schema }>;

export interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security: object[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
}

export interface OpenApiDocument {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** The service's app alone, without the tests' look at its answers. */
export function createTestApp() {
  const { dependencies } = startRollcall();
  return createApp({ dependencies, corsOrigins: [], clientIp: () => null, logLevel: "silent", log: () => {} });
}

/** What the service says of itself. */
export async function readDocument(): Promise<OpenApiDocument> {
  return bodyOf(await createTestApp().request("/openapi.json"));
}

export function operationsOf({ paths }: OpenApiDocument) {
  return Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ template, method: method.toUpperCase(), operation })),
  );
}

/** The JSON types that a schema allows. */
export function typesOf({ type = [], anyOf = [] }: Schema): string[] {
  return [type, ...anyOf.map(typesOf)].flat();
}
