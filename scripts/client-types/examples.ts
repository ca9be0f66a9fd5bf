import { examplesOf, nameOf, type OpenApiDocument, type Schema } from "./document.ts";

/** One value of every schema that an example of the document shows; another one than null where there is one. */
export function collectExamples(document: OpenApiDocument): Map<Schema, unknown> {
  const found = new Map<Schema, unknown>();
  const visit = (schema: Schema, value: unknown): void => {
    if (value === undefined) return;
    if ((found.get(schema) ?? null) === null) found.set(schema, value);
    for (const [part, inner] of partsOf(schema, value, document)) visit(part, inner);
  };
  for (const { requestBody, responses } of Object.values(document.paths).flatMap((path) => Object.values(path)))
    for (const content of [requestBody, ...Object.values(responses)].flatMap((part) =>
      Object.values(part?.content ?? {}),
    ))
      for (const value of examplesOf(content, document)) visit(content.schema, value);
  return found;
}

/** The schemas that a schema is made of, each with its part of a value. */
function partsOf(schema: Schema, value: unknown, { components }: OpenApiDocument): [Schema, unknown][] {
  const component = components.schemas[nameOf(schema) ?? ""];
  const { allOf = [], properties = {}, items } = schema;
  return [
    ...[component ?? [], allOf].flat().map((part): [Schema, unknown] => [part, value]),
    ...Object.entries(properties).map(([name, part]): [Schema, unknown] => [part, Object(value)[name]]),
    ...(items && Array.isArray(value) ? value.map((item): [Schema, unknown] => [items, item]) : []),
  ];
}
