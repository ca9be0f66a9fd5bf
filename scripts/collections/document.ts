/** What the collections read of an OpenAPI document. */
export interface OpenApiDocument {
  info: { title: string; summary: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security: { accessToken?: string[]; localToken?: string[]; refreshCookie?: string[] }[];
  parameters: Parameter[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, unknown>;
}

/** A body with one example, or several by their names. */
export interface Content {
  example?: Body;
  examples?: Record<string, { value: Body }>;
}

export type Body = Record<string, unknown>;

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  example?: unknown;
  schema: { pattern?: string; enum?: unknown[] };
}
