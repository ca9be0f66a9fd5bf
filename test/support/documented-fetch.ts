import type { Settings } from "@rollcall/core";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import type { createApp } from "../../packages/functions/src/app.ts";
import { openApiDocument } from "../../packages/functions/src/openapi/document.ts";

type App = ReturnType<typeof createApp>;
type Json = Record<string, unknown>;
interface Answer {
  content?: Record<string, { schema: Json }>;
}
type Operations = Record<string, { responses: Record<string, Answer> }>;

const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

/**
 * A fetch that calls the app in this process and rejects an answer that the app's own OpenAPI document
 * does not describe: its status, its media type and every member of its body (Q163).
 */
export function documentedFetch(app: App, settings: Settings): typeof fetch {
  const { validatorOf, routes } = contractOf(app, settings);

  return async (input, init) => {
    const request = new Request(input, {
      ...init,
      ...(init?.body instanceof ReadableStream && { duplex: "half" }),
    } as RequestInit);
    const response = await app.fetch(request);
    const { pathname } = new URL(request.url);
    const operation = routes.find(({ pattern }) => pattern.test(pathname))?.operations[request.method.toLowerCase()];
    if (operation)
      await requireDocumented(`${request.method} ${pathname}`, operation.responses, response.clone(), validatorOf);
    return response;
  };
}

interface Contract {
  validatorOf: (schema: Json) => ValidateFunction;
  routes: { pattern: RegExp; operations: Operations }[];
}

/** Every test's app has the same routes, so what was compiled for one serves all. */
const contracts = new Map<string, Contract>();

function contractOf(app: App, settings: Settings): Contract {
  const known = contracts.get(settings.issuer);
  if (known) return known;
  const { paths, components } = openApiDocument(app as never, settings) as unknown as {
    paths: Record<string, Operations>;
    components: { schemas: Json };
  };
  const routes = Object.entries(paths).map(([template, operations]) => ({
    pattern: new RegExp(`^${template.replaceAll(".", "\\.").replace(/\{[^}]+\}/g, "[^/]+")}$`),
    operations,
  }));
  const contract = { validatorOf: createValidators(components.schemas), routes };
  contracts.set(settings.issuer, contract);
  return contract;
}

async function requireDocumented(
  call: string,
  responses: Record<string, Answer>,
  response: Response,
  validatorOf: (schema: Json) => ValidateFunction,
): Promise<void> {
  const answer = responses[response.status];
  if (!answer)
    throw new Error(`${call} answered ${response.status}, which is not documented: ${await response.text()}`);
  const text = await response.text();
  if (!answer.content) {
    if (text !== "") throw new Error(`${call} answered ${response.status} with a body, and none is documented`);
    return;
  }
  const mediaType = response.headers.get("content-type")?.split(";")[0] ?? "";
  const documented = answer.content[mediaType];
  if (!documented) throw new Error(`${call} answered with ${mediaType}, which is not documented`);
  const validate = validatorOf(documented.schema);
  if (!validate(JSON.parse(text))) {
    throw new Error(`${call} answered with an undocumented body: ${JSON.stringify(validate.errors)}`);
  }
}

/** Clients must tolerate new members, so the document allows them; the tests do not. */
function createValidators(schemas: Json): (schema: Json) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: "https://components.test/", components: { schemas: closed(schemas) } });
  const validators = new WeakMap<Json, ValidateFunction>();
  return (schema) => {
    const known = validators.get(schema);
    if (known) return known;
    const rebased = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"https://components.test/#/')) as Json;
    const validate = ajv.compile(rebased);
    validators.set(schema, validate);
    return validate;
  };
}

function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closed(member)]));
  return copy.type === "object" && copy.properties ? { additionalProperties: false, ...copy } : copy;
}
