import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import "./messages.ts";

const messageOf = (schema: z.ZodMiniType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message;

describe("what is said of a value that a schema refuses", () => {
  it.each<[z.ZodMiniType, unknown, string]>([
    [z.string(), undefined, "Required"],
    [z.enum(["a", "b"]), undefined, "Required"],
    [z.string().check(z.minLength(1)), "", "Required"],
    [z.string().check(z.minLength(15)), "", "Required"],
    [z.string(), null, "Must be a text"],
    [z.nullable(z.string()), 1, "Must be a text"],
    [z.string(), ["1", "2"], "Must be a text, and only one"],
    [z.number(), "1", "Must be a number"],
    [z.int(), 1.5, "Must be a whole number"],
    [z.boolean(), "true", "Must be true or false"],
    [z.array(z.string()), {}, "Must be a list"],
    [z.object({}), [], "Must be an object, and only one"],
    [z.strictObject({}), { a: 1 }, "Unknown field"],
    [z.literal("a"), "b", "Must be a"],
    [z.enum(["a", "b"]), "c", "Must be one of a, b"],
    [z.string().check(z.minLength(15)), "secret", "Must be at least 15 characters"],
    [z.string().check(z.maxLength(3)), "secret", "Must be at most 3 characters"],
    [z.int().check(z.gte(3)), 2, "Must be at least 3"],
    [z.int().check(z.lte(3)), 4, "Must be at most 3"],
    [z.array(z.int()).check(z.maxLength(1)), [1, 2], "Must have at most 1 item"],
    [z.array(z.int()).check(z.minLength(2)), [1], "Must have at least 2 items"],
    [z.string().check(z.maxLength(1)), "secret", "Must be at most 1 character"],
    [z.string().check(z.regex(/^a$/)), "secret", "Is not valid"],
    [z.string().check(z.refine(() => false)), "secret", "Is not valid"],
    [z.union([z.string(), z.null()]), 1, "Is not valid"],
  ])("%# is for people, and never the value", (schema, value, message) => {
    expect(messageOf(schema, value)).toBe(message);
  });
});
