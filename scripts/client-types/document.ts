/** What the client's types read of an OpenAPI document. */
export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; examples: Record<string, { value: unknown }> };
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  security: { accessToken?: string[] }[];
  /** How lately, and by how many factors, the caller has to have proved who they are. */
  "x-requires"?: { recent?: true; acr?: string };
  parameters: Parameter[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { description: string; content?: Record<string, Content> }>;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  example?: unknown;
  schema: Schema;
}

export interface Content {
  schema: Schema;
  example?: unknown;
  examples?: Record<string, { value: unknown } | { $ref: string }>;
}

export interface Schema {
  $ref?: string;
  allOf?: Schema[];
  if?: Schema;
  then?: Schema;
  anyOf?: Schema[];
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  description?: string;
  examples?: unknown[];
  default?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  minProperties?: number;
}

/** A component's name, when the schema only refers to one. */
export function nameOf({ $ref }: Schema): string | undefined {
  return $ref?.replace("#/components/schemas/", "");
}

/** The values of a content's examples. */
export function examplesOf({ example, examples = {} }: Content, { components }: OpenApiDocument): unknown[] {
  const named = Object.values(examples).map((entry) =>
    "$ref" in entry ? components.examples[entry.$ref.replace("#/components/examples/", "")]?.value : entry.value,
  );
  return example === undefined ? named : [example, ...named];
}
