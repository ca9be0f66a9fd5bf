import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { createTestApp } from "../../../../test/support/openapi-document.ts";
import { contractOf } from "../http/endpoint.ts";
import { problemSchema } from "../http/problem.ts";
import { type JsonObject, toJsonSchema } from "./json-schema.ts";

interface Use {
  schema: z.ZodMiniType;
  io: "input" | "output";
}

/** Every schema of every contract. */
function uses(): Use[] {
  const contracts = createTestApp().routes.flatMap(({ handler }) => contractOf(handler) ?? []);
  const bodies = contracts.flatMap(({ body, cookieBody }) => [body ?? [], cookieBody ?? []].flat());
  const others = contracts.flatMap(({ query, params, answer }) =>
    [query ?? [], params ?? [], answer.schema ?? []].flat(),
  );
  return [
    ...bodies.map((schema): Use => ({ schema, io: "input" })),
    ...[...others, problemSchema].map((schema): Use => ({ schema, io: "output" })),
  ];
}

/** A schema without what only describes it, and with what it refers to in its place. */
function bare(json: unknown, components: JsonObject = {}): unknown {
  if (Array.isArray(json)) return json.map((part) => bare(part, components));
  if (typeof json !== "object" || json === null) return json;
  const { $ref, ...keywords } = json as JsonObject;
  if ($ref) return bare(components[String($ref).replace("#/components/schemas/", "")], components);
  // Its bounds are the policy's.
  if (keywords.format === "password") return "a password";
  const texts = Object.entries(keywords)
    .filter(([name, value]) => isNote(name, value))
    .map(([name]) => name);
  // What one property's value says of another one is written by a note.
  const isCondition = (name: string, value: unknown) =>
    name === "allOf" && Object.hasOwn(Object([value].flat()[0]), "if");
  const kept = Object.entries(keywords).filter(([name, value]) => !texts.includes(name) && !isCondition(name, value));
  return Object.fromEntries(kept.map(([name, value]) => [name, bare(value, components)]));
}

/** A keyword, not a property that is called so. */
function isNote(name: string, value: unknown): boolean {
  return name === "examples"
    ? Array.isArray(value)
    : ["description", "format"].includes(name) && typeof value === "string";
}

/** Zod's form of a schema, where it says the same in another way. */
function inOurWords(json: unknown, io: Use["io"]): unknown {
  if (Array.isArray(json)) return json.map((part) => inOurWords(part, io));
  if (typeof json !== "object" || json === null) return json;
  const { anyOf, $schema, ...rest } = Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, inOurWords(value, io)]),
  );
  if (rest.minimum === Number.MIN_SAFE_INTEGER) delete rest.minimum;
  if (rest.maximum === Number.MAX_SAFE_INTEGER) delete rest.maximum;
  if (io === "output" && rest.additionalProperties === false) delete rest.additionalProperties;
  const [member, none] = (anyOf ?? []) as JsonObject[];
  if (none?.type === "null" && typeof member?.type === "string")
    return { ...rest, ...member, type: [member.type, "null"] };
  return { ...rest, ...(anyOf !== undefined && { anyOf }) };
}

describe("a schema of the OpenAPI document", () => {
  it("says what zod itself says of it (Q163)", () => {
    expect(uses().length).toBeGreaterThan(25);
    for (const { schema, io } of uses()) {
      const components: JsonObject = {};
      const ours = bare(toJsonSchema(schema, { io, components, passwordMinLength: 15 }), components);
      expect(ours).toEqual(bare(inOurWords(z.toJSONSchema(schema, { io }), io)));
    }
  });

  it("is not made up where its kind is not known", () => {
    const options = { io: "output", components: {}, passwordMinLength: 15 } as const;
    expect(() => toJsonSchema(z.object({ at: z.date() }), options)).toThrow(/date/);
  });
});
