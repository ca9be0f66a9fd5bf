import { describe, expect, it } from "vitest";
import { documentedFetch } from "./support/documented-fetch.ts";
import {
  createTestApp,
  type OpenApiDocument,
  operationsOf,
  readDocument,
  type Schema,
  typesOf,
} from "./support/openapi-document.ts";
import { testSettings } from "./support/rollcall.ts";

type Answer = [status: number, body?: unknown, type?: string];

function toResponse([status, body, type]: Answer): Response {
  const text = typeof body === "string" ? body : body === undefined ? null : JSON.stringify(body);
  const mediaType = type ?? (status < 400 ? "application/json" : "application/problem+json");
  return new Response(text, { status, headers: text === null ? {} : { "content-type": mediaType } });
}

/** Calls an impostor through the fetch of the tests: it has the service's routes and answers as it is told. */
function startImpostor() {
  const app = createTestApp();
  let answer: Answer = [200];
  const respond = async () => toResponse(answer);
  const impostor = Object.create(app, { fetch: { value: respond }, routes: { value: app.routes } });
  const send = documentedFetch(impostor, testSettings.issuer);
  return (call: string, ...told: Answer) => {
    answer = told;
    const [method = "", path = ""] = call.split(" ");
    return send(testSettings.issuer + path, { method });
  };
}

const textsByFormat: Record<string, string> = { "date-time": "2026-01-01T00:00:00Z", uri: "urn:x:y" };
const samplesByType: Record<string, unknown> = { array: [], boolean: true, integer: 400, number: 1, null: null };

/** A value that a schema accepts, with every member that it names. */
function sampleOf(schema: Schema, document: OpenApiDocument): unknown {
  const { $ref, allOf, anyOf, properties } = schema;
  const inner = (part: Schema) => sampleOf(part, document);
  if ($ref) return inner(document.components.schemas[$ref.replace("#/components/schemas/", "")] ?? {});
  if (allOf) return Object.assign({}, ...allOf.map(inner));
  if (anyOf?.[0]) return inner(anyOf[0]);
  if (properties) return Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, inner(part)]));
  return plainSampleOf(schema);
}

function plainSampleOf(schema: Schema): unknown {
  if ("const" in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [type = "null"] = typesOf(schema);
  return type === "string" ? (textsByFormat[schema.format ?? ""] ?? "x") : samplesByType[type];
}

/** What a documented answer may not become: a member more, one less, one of another type, another body. */
function distort(sample: object): unknown[] {
  const [first = ""] = Object.keys(sample);
  const without = Object.fromEntries(Object.entries(sample).filter(([name]) => name !== first));
  return [{ ...sample, surplus: 1 }, without, { ...sample, [first]: { a: 1 } }, [sample], null];
}

/** Every answer that the document knows, with a body that it accepts and bodies that it does not. */
function answersIn(document: OpenApiDocument) {
  return operationsOf(document).flatMap(({ template, method, operation: { operationId, responses } }) =>
    Object.entries(responses).map(([status, { content = {} }]) => {
      const [documented] = Object.values(content);
      const sample = documented && sampleOf(documented.schema, document);
      // The document itself is described as an object of any members.
      const wrong = sample && operationId !== "getOpenApi" ? distort(sample) : [];
      return { route: `${method} ${template.replaceAll(/[{}]/g, "")}`, status: Number(status), sample, wrong };
    }),
  );
}

describe("the fetch that every test uses", () => {
  it("accepts what is documented and nothing beside it, on every route (Q163)", async () => {
    const call = startImpostor();
    const answers = answersIn(await readDocument());
    expect(answers.length).toBeGreaterThan(100);
    for (const { route, status, sample, wrong } of answers) {
      await expect(call(route, status, sample), `${route} ${status}`).resolves.toBeDefined();
      for (const body of wrong) await expect(call(route, status, body), route).rejects.toThrow(/undocumented body/);
    }
  });

  it.each([204, 206, 302, 404, 418, 422, 502])("rejects the status %i where it is not documented (Q163)", (status) =>
    expect(startImpostor()("GET /health", status)).rejects.toThrow(/not documented/),
  );

  it.each(["text/plain", "text/html", "application/problem+json", "application/hal+json"])(
    "rejects %s where JSON is documented (Q163)",
    (type) => expect(startImpostor()("GET /health", 200, { status: "ok" }, type)).rejects.toThrow(/not documented/),
  );

  it("rejects a problem that is another route's (Q163)", async () => {
    const call = startImpostor();
    const problem = { type: "urn:x:y", title: "x", status: 401, instance: "urn:x:y", requestId: "x" };
    await expect(call("GET /me", 401, { ...problem, code: "invalid_token" })).resolves.toBeDefined();
    const foreign = call("GET /me", 401, { ...problem, code: "invalid_credentials" });
    await expect(foreign).rejects.toThrow(/undocumented body/);
  });

  it("rejects a member that is kept secret, however deep (Q163)", async () => {
    const call = startImpostor();
    const user = sampleOf({ $ref: "#/components/schemas/User" }, await readDocument()) as object;
    await expect(call("GET /users", 200, { items: [user], nextCursor: null })).resolves.toBeDefined();
    const leaky = call("GET /users", 200, { items: [user, { ...user, passwordHash: "x" }], nextCursor: null });
    await expect(leaky).rejects.toThrow(/undocumented body/);
  });

  it("rejects what is not JSON at all (Q163)", () =>
    expect(startImpostor()("GET /health", 200, "<html>")).rejects.toThrow(SyntaxError));
});
