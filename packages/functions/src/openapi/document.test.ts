import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { describe, expect, it, onTestFinished } from "vitest";
import { bodyOf } from "../../../../test/support/accounts.ts";
import { castOf, fieldsOf, send } from "../../../../test/support/json-routes.ts";
import {
  createTestApp,
  needsToken,
  type OpenApiDocument,
  type Operation,
  operationsOf,
  readDocument,
  readLocalDocument,
  type Schema,
} from "../../../../test/support/openapi-document.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";
import manifest from "../../package.json" with { type: "json" };
import { answers, descriptions } from "./descriptions.ts";

const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

describe("the OpenAPI document", () => {
  it("has every route of the service (Q163)", async () => {
    const routes = createTestApp().routes.filter(({ method }) => method !== "ALL");
    const served = routes.map(({ method, path }) => `${method} ${path.replace(/:([^/]+)/g, "{$1}")}`);
    const documented = operationsOf(await readDocument()).map(({ method, template }) => `${method} ${template}`);
    expect(documented.sort()).toEqual([...new Set(served)].sort());
  });

  it("has the version of its package, also in its example of itself", async () => {
    const document = await readDocument();
    const versions = [...JSON.stringify(document).matchAll(/"title":"Rollcall","version":"([^"]+)"/g)];
    expect(document.info.version).toBe(manifest.version);
    expect(versions.map(([, version]) => version)).toEqual([manifest.version, manifest.version]);
  });

  it("is OpenAPI 3.1 in which a linter finds no error (Q164)", async () => {
    const directory = mkdtempSync(join(tmpdir(), "rollcall-openapi-"));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const document = await readDocument();
    writeFileSync(join(directory, "openapi.json"), JSON.stringify(document));
    writeFileSync(join(directory, "redocly.yaml"), "extends: [recommended]\n");
    const linter = join(dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json")), "bin/cli.js");
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [linter, "lint", "openapi.json", "--config", "redocly.yaml", "--format", "json"],
      {
        cwd: directory,
        env: { PATH: process.env.PATH, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_NOTIFICATIONS: "true" },
      },
    ).catch((error: { stdout: string }) => error);
    expect(document.openapi).toMatch(/^3\.1\./);
    const { totals, problems } = JSON.parse(stdout.slice(stdout.indexOf("{")));
    expect(totals.errors, JSON.stringify(problems)).toBe(0);
  });

  it("has schemas that are JSON Schema 2020-12 (Q163)", async () => {
    const { components, ...document } = await readDocument();
    const bodies = operationsOf({ ...document, components }).flatMap(({ operation }) =>
      [operation.requestBody, ...Object.values(operation.responses)].flatMap((part) =>
        Object.values(part?.content ?? {}),
      ),
    );
    const schemas = [...Object.values(components.schemas), ...bodies.map(({ schema }) => schema)];
    const ajv = new Ajv2020();
    expect(schemas.length).toBeGreaterThan(50);
    for (const schema of schemas) expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
  });

  it("says of every tag, operation, parameter, property and answer what it is", async () => {
    const document = await readLocalDocument();
    const { tags, components } = document;
    const described = [
      ...tags.map((tag) => [tag.name, tag] as const),
      ...operationsOf(document).flatMap(({ operation }) => partsOf(operation)),
      ...Object.entries(components.schemas).flatMap(([name, schema]) => propertiesIn(schema, name)),
    ];
    expect(described.length).toBeGreaterThan(200);
    for (const [name, { description }] of described) expect(description, name).toMatch(/^[\S\s]{5,}$/);
  });

  it("says more only of operations that there are", async () => {
    const ids = operationsOf(await readLocalDocument()).map(({ operation }) => operation.operationId);
    expect(Object.keys({ ...descriptions, ...answers }).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("has a name and a title of its own for every operation", async () => {
    const operations = operationsOf(await readLocalDocument()).map(({ operation }) => operation);
    for (const { operationId, summary } of operations) expect(summary, operationId).toMatch(/^[A-Z].{5,}/);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    expect(new Set(operations.map(({ summary }) => summary)).size).toBe(operations.length);
  });

  it("states no bound that is only the language's", async () => {
    expect(JSON.stringify(await readDocument())).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });

  it("states the rule for passwords that the operator has set (Q1, Q2)", async () => {
    const rollcall = startRollcall({ settings: { passwordMinLength: 12 } });
    const { info, paths } = await bodyOf<OpenApiDocument>(await rollcall.call("GET", "/openapi.json"));
    const { schema } = paths["/auth/register"]?.post?.requestBody?.content["application/json"] ?? {};
    expect(schema?.properties?.password).toMatchObject({ minLength: 12, maxLength: 256 });
    expect(info.description).toContain("12 to 256 characters");
  });

  it("says truly which routes need a token (Q163)", async () => {
    const rollcall = startRollcall();
    for (const { template, method, operation } of operationsOf(await readDocument())) {
      const answer = await rollcall.call(method, template.replaceAll(/\{[^}]+\}/g, "x"));
      expect(answer.status === 401, `${method} ${template}`).toBe(needsToken(operation));
    }
  });

  const samples = [null, true, 0, 1.5, "", "x", " ", "\0", [], ["admin"], ["admin", "admin"], ["root"], {}, { a: 1 }];
  const texts = ["admin", "active", "Active", "Ada@Example.com", "ADA@EXAMPLE.COM", "a@b", "a b@example.com", password];
  const candidates = [...samples, ...texts, ...[254, 255, 1_000, 1_001, 1_024, 1_025, 2_000].map((n) => "x".repeat(n))];

  it("describes bodies so that whatever it refuses is refused (Q163)", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    const document = await readDocument();
    const { components } = document;
    const ajv = addFormats(new Ajv2020({ strict: false }));
    const validators = new Map(
      operationsOf(document).flatMap(({ operation: { operationId, requestBody } }) =>
        requestBody
          ? [[operationId, ajv.compile({ ...requestBody.content["application/json"]?.schema, components })]]
          : [],
      ),
    );
    const accepted: string[] = [];
    for (const { route, field } of fieldsOf(routes)) {
      const { [field]: _, ...without } = route.body;
      const bodies = [...candidates.map((value) => ({ ...route.body, [field]: value })), without, { ...without, x: 1 }];
      for (const body of bodies.filter((candidate) => validators.get(route.id)?.(candidate) === false)) {
        const { status } = await send(rollcall, route, body);
        if (status !== 422) accepted.push(`${route.id} ${field} ${JSON.stringify(body[field])} → ${status}`);
      }
    }
    expect(accepted).toEqual([]);
  });
});

type Described = readonly [name: string, { description?: string }];

/** An operation and all that it speaks of beside the components. */
function partsOf(operation: Operation): Described[] {
  const { operationId: id, parameters, requestBody, responses } = operation;
  return [
    [id, operation],
    ...parameters.map((parameter) => [`${id} ${parameter.name}`, parameter] as const),
    ...Object.entries(responses).map(([status, answer]) => [`${id} ${status}`, answer] as const),
    ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => propertiesIn(schema, id)),
  ];
}

/** Every property of a schema and of what is in it, by its place. */
function propertiesIn({ properties = {}, items, anyOf = [] }: Schema, place: string): Described[] {
  const own = Object.entries(properties).map(([name, property]) => [`${place}.${name}`, property] as const);
  const inner = [...own, ...[...(items ? [items] : []), ...anyOf].map((part) => [place, part] as const)];
  return [...own, ...inner.flatMap(([name, part]) => propertiesIn(part, name))];
}
