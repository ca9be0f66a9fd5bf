import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { describe, expect, it, onTestFinished } from "vitest";
import { castOf, fieldsOf, send } from "../../../../test/support/json-routes.ts";
import { createTestApp, operationsOf, readDocument } from "../../../../test/support/openapi-document.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";

describe("the OpenAPI document", () => {
  it("has every route of the service (Q163)", async () => {
    const routes = createTestApp().routes.filter(({ method }) => method !== "ALL");
    const served = routes.map(({ method, path }) => `${method} ${path.replace(/:([^/]+)/g, "{$1}")}`);
    const documented = operationsOf(await readDocument()).map(({ method, template }) => `${method} ${template}`);
    expect(documented.sort()).toEqual([...new Set(served)].sort());
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

  it("says of every route what it is for, under a name of its own", async () => {
    const operations = operationsOf(await readDocument()).map(({ operation }) => operation);
    for (const { operationId, summary } of operations) expect(summary, operationId).toMatch(/^[A-Z].{5,}/);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it("says truly which routes need a token (Q163)", async () => {
    const rollcall = startRollcall();
    for (const { template, method, operation } of operationsOf(await readDocument())) {
      const answer = await rollcall.call(method, template.replaceAll(/\{[^}]+\}/g, "x"));
      expect(answer.status === 401, `${method} ${template}`).toBe(operation.security.length > 0);
    }
  });

  const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;
  const samples = [null, true, 0, 1.5, "", "x", " ", "\0", [], ["admin"], ["admin", "admin"], ["root"], {}, { a: 1 }];
  const texts = ["admin", "active", "Active", "Ada@Example.com", "ADA@EXAMPLE.COM", "a@b", "a b@example.com", password];
  const candidates = [...samples, ...texts, ...[254, 255, 1_000, 1_001, 1_024, 1_025, 2_000].map((n) => "x".repeat(n))];

  it("describes bodies so that whatever it refuses is refused (Q163)", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    const document = await readDocument();
    const ajv = addFormats(new Ajv2020({ strict: false }));
    const validators = new Map(
      operationsOf(document).flatMap(({ operation: { operationId, requestBody } }) =>
        requestBody ? [[operationId, ajv.compile(requestBody.content["application/json"]?.schema ?? false)]] : [],
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

  it("gives examples that the service takes (Q163)", async () => {
    const { paths } = await readDocument();
    const rollcall = startRollcall();
    const { properties = {} } = paths["/auth/register"]?.post?.requestBody?.content["application/json"]?.schema ?? {};
    const { email, password: example } = properties;
    const body = { email: email?.examples?.[0], password: example?.examples?.[0] };
    expect((await rollcall.call("POST", "/auth/register", { body })).status).toBe(201);
  });
});
