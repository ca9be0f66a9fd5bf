import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "@rollcall/functions";
import type { ClientRequestOptions, ClientResponse, hc } from "hono/client";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { Api, GetHealthProblem, Problem, Status } from "./routes.ts";

type Served = ReturnType<typeof hc<App>>;

/** The paths of all that one has and the other has not, or has of another type; never where they are the same. */
type Drift<Ours, Theirs, Path extends string = ""> = {
  [Part in (keyof Ours | keyof Theirs) & string]: Part extends keyof Ours & keyof Theirs
    ? Part extends "$path"
      ? // Hono writes what it was given into the text's type, which encoding makes wrong; ours says less.
        Extends<Theirs[Part], Ours[Part], `${Path}/${Part}`>
      : Part extends `$${string}`
        ? Extends<Ours[Part], Theirs[Part], `${Path}/${Part}`> | Extends<Theirs[Part], Ours[Part], `${Path}/${Part}`>
        : Drift<Ours[Part], Theirs[Part], `${Path}/${Part}`>
    : `${Path}/${Part}`;
}[(keyof Ours | keyof Theirs) & string];

type Extends<Actual, Expected, Path> = [Actual] extends [Expected] ? never : Path;

describe("the types of the routes", () => {
  it("are those of hono's client for the app itself, route by route (Q166)", () => {
    expectTypeOf<Drift<Api, Served>>().toBeNever();
  });

  it("would differ by a field, a status, a code, an argument or a route", () => {
    type Found<Get> = Drift<Omit<Api, "health"> & { health: Omit<Api["health"], "$get"> & { $get: Get } }, Served>;
    type Refused = ClientResponse<GetHealthProblem, 500 | 503, "json">;
    type Get<Success, Refusal = Refused, Args = Record<string, never>> = (
      args?: Args,
      options?: ClientRequestOptions,
    ) => Promise<Success | Refusal>;
    type Ok<Body = Status, Code extends number = 200> = ClientResponse<Body, Code, "json">;

    expectTypeOf<Found<Get<Ok>>>().toBeNever();
    expectTypeOf<Found<Get<Ok<object>>>>().toEqualTypeOf<"/health/$get">();
    expectTypeOf<Found<Get<Ok<Status & { more: string }>>>>().toEqualTypeOf<"/health/$get">();
    expectTypeOf<Found<Get<Ok<Status, 201>>>>().toEqualTypeOf<"/health/$get">();
    expectTypeOf<
      Found<Get<Ok, ClientResponse<Problem<"internal">, 500 | 503, "json">>>
    >().toEqualTypeOf<"/health/$get">();
    expectTypeOf<Found<Get<Ok, ClientResponse<GetHealthProblem, 500, "json">>>>().toEqualTypeOf<"/health/$get">();
    expectTypeOf<Found<Get<Ok, Refused, { query: { deep: string } }>>>().toEqualTypeOf<"/health/$get">();
    expectTypeOf<Drift<Omit<Api, "ready">, Served>>().toEqualTypeOf<"/ready">();
    expectTypeOf<Drift<Api & { more: Api["ready"] }, Served>>().toEqualTypeOf<"/more">();
  });
});

describe("what an editor shows", () => {
  const lines = readFileSync(join(import.meta.dirname, "routes.ts"), "utf8").split("\n");
  /** What the lines of members and parameters begin with: two spaces, and four or more within `param`. */
  const isField = /^ +["$\w.:-]+\??: (?!\{$)/;
  const isArgument = /^ +(this|args|options|json|param|query)\??: /;

  it("has a text on every route and on every field", () => {
    const fields = [...lines.entries()].filter(([, line]) => isField.test(line) && !isArgument.test(line));
    const bare = fields.filter(([index]) => !lines[index - 1]?.endsWith("*/"));
    expect(fields.length).toBeGreaterThan(150);
    expect(bare.map(([, line]) => line.trim())).toEqual([]);
  });

  it("has a text on every type, and none that is empty", () => {
    const types = [...lines.entries()].filter(([, line]) => /^(export )?(interface|type) /.test(line));
    expect(types.filter(([index]) => !lines[index - 1]?.endsWith("*/")).map(([, line]) => line)).toEqual([]);
    expect(lines.filter((line) => /\/\*\* *\*\//.test(line))).toEqual([]);
  });

  it("says of a route what it does, what it needs, what it answers and how it refuses", () => {
    const end = lines.findIndex(
      (line) => line.includes("args: { json: UpdateUserInput }") || line.includes("json: UpdateUserInput;"),
    );
    const text = lines.slice(0, end).join("\n").split("/**").at(-1);
    for (const part of [
      "Change an account.",
      "Disabling an account ends its sessions.",
      "`PATCH /users/{id}`, with the access token of somebody who is `admin`, after a recent proof.",
      "Answers 200: the account after the change.",
      "- 403 `forbidden`: Not allowed",
    ])
      expect(text).toContain(part);
  });

  it("says of a field what it means, its format, its limits and an example", () => {
    const text = lines.slice(lines.indexOf("export interface LoginInput {")).slice(0, 8).join("\n");
    expect(text).toContain("The account's address, in any case.");
    expect(text).toContain("At most 254 characters. Format: email.");
    expect(text).toContain('@example "ada@example.com"');
  });
});
