import type * as z from "zod/mini";

/** What the OpenAPI document says of a schema beside what the schema says itself. */
export interface Note {
  schema: z.ZodMiniType;
  /** The name under which the schema is a component of its own. */
  id?: string;
  description?: string;
  /** Descriptions of the properties by their names, with whatever else JSON Schema can say of one. */
  properties?: Record<string, string | Keywords>;
  /** A whole object, for requests and answers that are one. */
  example?: unknown;
  /** Of a value. */
  examples?: unknown[];
  variants?: Variants;
}

/** Of an object one of whose properties tells what another one is. */
interface Variants {
  by: string;
  property: string;
  schemas: Record<string, { description: string; schema: z.ZodMiniType }>;
}

interface Keywords {
  description: string;
  [keyword: string]: unknown;
}

interface ObjectNote<S extends z.ZodMiniObject> extends Pick<Note, "id" | "description" | "variants"> {
  /** The compiler refuses a property that is missing here. */
  properties: { [Name in keyof z.input<S>]-?: string | Keywords };
  example?: z.input<S>;
}

/**
 * A note on an object. Notes are kept apart from the schemas, so that a process reads them only when it is asked for
 * the document.
 */
export function note<S extends z.ZodMiniObject>(schema: S, parts: ObjectNote<S>): Note {
  return { schema, ...parts };
}

/** A note on a value, for every place where nothing else is said of it. */
export function noteOnValue<S extends z.ZodMiniType>(schema: S, description: string, example: z.input<S>): Note {
  return { schema, description, examples: [example] };
}
