import type { Body, Content, OpenApiDocument, Operation, Parameter } from "./document.ts";
import { fieldValues, idVariables, localFolder, type Step, scenario, variables } from "./scenario.ts";

/** A collection of requests, in no client's format yet. In any text {{name}} is a variable. */
export interface Collection {
  name: string;
  description: string;
  variables: Record<string, string>;
  folders: Folder[];
}

export interface Folder {
  name: string;
  description: string;
  requests: ApiRequest[];
}

export interface ApiRequest {
  name: string;
  description?: string;
  method: string;
  /** Its parameters are marked by a colon: `/users/:id`. */
  path: string;
  pathParameters: Value[];
  query: Value[];
  /** The bearer token. */
  token?: string;
  body?: Body;
  headers: Record<string, string>;
  /** Of success, but where it is to be refused. */
  status: number;
  /** Variables to set before the request, and after it succeeded: see `Step`. */
  before: Record<string, string>;
  after: Record<string, string>;
}

export interface Value {
  name: string;
  value: string;
  description?: string;
  /** Whether it is sent as the collection stands. */
  enabled: boolean;
}

interface Place {
  folder: string;
  method: string;
  path: string;
  operation: Operation;
}

/**
 * Every operation of the document at least once, in an order in which all of them succeed.
 * @throws Error when the scenario names an operation that the document lacks.
 */
export function collectionOf({ info, tags, paths }: OpenApiDocument): Collection {
  const places = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      folder: path.startsWith("/dev/") ? localFolder.name : (operation.tags[0] ?? info.title),
      method: method.toUpperCase(),
      path: path.replace(/\{([^}]+)\}/g, ":$1"),
      operation,
    })),
  );
  const folders = [localFolder, ...tags].map(({ name, description }) => ({
    name,
    description,
    requests: stepsOf(name, places).map((step) => requestOf(step, placeOf(step, places))),
  }));
  return {
    name: info.title,
    description: `${info.summary}. The service tells the rest at {{baseUrl}}/openapi.json.`,
    variables,
    folders,
  };
}

/** The folder's part of the scenario, with what it does not mention behind its predecessor in the document. */
function stepsOf(folder: string, places: readonly Place[]): Step[] {
  const steps = [...(scenario[folder] ?? [])];
  let next = 0;
  for (const { operation } of places.filter((place) => place.folder === folder)) {
    const known = steps.findIndex((step) => step.operation === operation.operationId);
    if (known < 0) steps.splice(next, 0, { operation: operation.operationId });
    next = (known < 0 ? next : known) + 1;
  }
  return steps;
}

function placeOf({ operation: id }: Step, places: readonly Place[]): Place {
  const place = places.find(({ operation }) => operation.operationId === id);
  if (!place) throw new Error(`scripts/collections/scenario.ts: the OpenAPI document has no operation ${id}`);
  return place;
}

function requestOf(step: Step, { method, path, operation }: Place): ApiRequest {
  const { summary, description, parameters, requestBody, responses } = operation;
  const { name = summary, values = {}, before = {}, after = {}, headers = {} } = step;
  const token = tokenOf(operation);
  const body = requestBody?.content["application/json"];
  const valuesIn = (part: Parameter["in"]) =>
    parameters.filter((parameter) => parameter.in === part).map((parameter) => valueFor(parameter, values));
  return {
    name,
    ...(description && { description }),
    method,
    path,
    pathParameters: valuesIn("path"),
    query: valuesIn("query"),
    ...(token && { token }),
    ...(body && { body: bodyOf(body, values) }),
    headers,
    status: step.status ?? Number(Object.keys(responses).find((status) => status.startsWith("2"))),
    before,
    after,
  };
}

function tokenOf({ security }: Operation): string | undefined {
  const [scheme] = security;
  if (scheme?.localToken) return "{{devToken}}";
  if (!scheme?.accessToken) return undefined;
  return scheme.accessToken.includes("admin") ? "{{adminAccessToken}}" : "{{accessToken}}";
}

function valueFor({ name, description, required, schema, example }: Parameter, values: Body): Value {
  const idPrefix = /^\^([a-z]+)_/.exec(schema.pattern ?? "")?.[1] ?? "";
  return {
    name,
    value: String(values[name] ?? idVariables[idPrefix] ?? example ?? schema.enum?.[0]),
    ...(description && { description }),
    enabled: required || name in values,
  };
}

/** The example, with what stands in variables in its place. */
function bodyOf({ example, examples = {} }: Content, values: Body): Body {
  const body = { ...(example ?? Object.values(examples)[0]?.value), ...values };
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, name in values ? values[name] : (fieldValues[name] ?? value)]),
  );
}
