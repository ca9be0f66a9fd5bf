import { newPasswordSchema, passwordMaxLength } from "@rollcall/core";
import * as z from "zod/mini";
import type { Note } from "./note.ts";
import { notes } from "./notes/index.ts";

export type JsonObject = Record<string, unknown>;
type Schema = z.core.$ZodType;

export interface SchemaOptions {
  /** Whether the schema is of what callers send, or of what they get. */
  io: "input" | "output";
  /** Where schemas with a name go; they are referred to. */
  components: JsonObject;
  passwordMinLength: number;
}

const notesBySchema = new Map<Schema, Note>(notes.map((note) => [note.schema, note]));

/**
 * A schema as JSON Schema 2020-12, with what the notes say of it. Zod's own conversion, against which the tests hold
 * this one, knows every kind of schema there is, and would be a tenth of all that a process loads at its start.
 * @throws Error for a kind that no contract has had yet.
 */
export function toJsonSchema(schema: Schema, options: SchemaOptions): JsonObject {
  const { schema: _, id, properties: texts, example, variants, ...keywords } = notesBySchema.get(schema) ?? { schema };
  const json: JsonObject = {
    ...byKind(schema as z.core.$ZodTypes, options),
    ...z.globalRegistry.get(schema),
    ...keywords,
    ...(variants && { allOf: conditionsOf(variants, options) }),
    // The policy's matter, which the schema does not know; JSON Schema counts in code points, as the policy does.
    ...([schema, schema._zod.parent].includes(newPasswordSchema) && {
      minLength: options.passwordMinLength,
      maxLength: passwordMaxLength,
    }),
  };
  if (texts) describe(json.properties as Record<string, JsonObject>, texts);
  if (id === undefined) return json;
  options.components[id] = json;
  return { $ref: `#/components/schemas/${id}` };
}

function describe(properties: Record<string, JsonObject>, texts: NonNullable<Note["properties"]>): void {
  for (const [name, text] of Object.entries(texts))
    Object.assign(properties[name] ?? {}, typeof text === "string" ? { description: text } : text);
}

function conditionsOf({ by, property, schemas }: NonNullable<Note["variants"]>, options: SchemaOptions): JsonObject[] {
  return Object.entries(schemas).map(([value, { description, schema }]) => ({
    if: { properties: { [by]: { const: value } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { [property]: { description, ...toJsonSchema(schema, options) } } },
  }));
}

function byKind({ _zod: { def } }: z.core.$ZodTypes, options: SchemaOptions): JsonObject {
  const convert = (part: Schema) => toJsonSchema(part, options);
  switch (def.type) {
    case "string":
      return { type: "string", ...checksOf(def, "Length") };
    case "number":
      return { type: "format" in def ? "integer" : "number", ...checksOf(def) };
    case "boolean":
      return { type: "boolean" };
    case "enum":
      return { type: "string", enum: Object.values(def.entries) };
    case "literal":
      return { type: typeof def.values[0], const: def.values[0] };
    case "array":
      return { type: "array", ...checksOf(def, "Items"), items: convert(def.element) };
    case "object":
      return objectOf(def, options);
    case "union":
      return { anyOf: def.options.map(convert) };
    case "nullable":
      return orNull(convert(def.innerType));
    case "optional":
      return convert(def.innerType);
    case "default":
      return { ...convert(def.innerType), default: def.defaultValue };
    case "pipe":
      return convert(options.io === "input" ? def.in : def.out);
    default:
      throw new Error(`Zod's ${def.type} has no JSON Schema here yet`);
  }
}

/** What JSON Schema can say of a schema's checks; of a refinement and of a change it can say nothing. */
function checksOf({ checks = [] }: z.core.$ZodTypeDef, sized = ""): JsonObject {
  return Object.assign({}, ...checks.map((check) => keywordOf((check as z.core.$ZodChecks)._zod.def, sized)));
}

function keywordOf(check: z.core.$ZodChecks["_zod"]["def"], sized: string): JsonObject {
  switch (check.check) {
    case "min_length":
      return { [`min${sized}`]: check.minimum };
    case "max_length":
      return { [`max${sized}`]: check.maximum };
    case "string_format":
      return check.pattern ? { pattern: check.pattern.source } : {};
    case "greater_than":
      return { [check.inclusive ? "minimum" : "exclusiveMinimum"]: check.value };
    case "less_than":
      return { [check.inclusive ? "maximum" : "exclusiveMaximum"]: check.value };
    default:
      return {};
  }
}

function objectOf({ shape, catchall }: z.core.$ZodObjectDef, options: SchemaOptions): JsonObject {
  const entries = Object.entries(shape);
  const required = entries.filter(([, { _zod }]) => (options.io === "input" ? _zod.optin : _zod.optout) === undefined);
  return {
    type: "object",
    properties: Object.fromEntries(entries.map(([name, part]) => [name, toJsonSchema(part, options)])),
    ...(required.length > 0 && { required: required.map(([name]) => name) }),
    ...others(catchall?._zod.def.type, options.io),
  };
}

/** Requests with more than a strict schema names are refused; answers may gain fields. */
function others(catchall: string | undefined, io: SchemaOptions["io"]): JsonObject {
  if (catchall === "unknown") return { additionalProperties: {} };
  return catchall === "never" && io === "input" ? { additionalProperties: false } : {};
}

/** What has one type reads best with a second one. */
function orNull(json: JsonObject): JsonObject {
  const isPlain = typeof json.type === "string" && !json.enum;
  return isPlain ? { ...json, type: [json.type, "null"] } : { anyOf: [json, { type: "null" }] };
}
