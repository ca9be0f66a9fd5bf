import type { ApiRequest, Collection, Value } from "./requests.ts";
import { type Dialect, linesAfter, linesBefore } from "./script.ts";

const dialect: Dialect = {
  read: (variable) => `pm.collectionVariables.get("${variable}")`,
  write: (variable, value) => `pm.collectionVariables.set("${variable}", ${value});`,
  status: "pm.response.code",
  body: "pm.response.json()",
};

/** A collection as Postman's Collection Format v2.1.0. */
export function toPostman({ name, description, variables, folders }: Collection): string {
  const collection = {
    info: { name, description, schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
    item: folders.map((folder) => ({
      name: folder.name,
      description: folder.description,
      item: folder.requests.map(toItem),
    })),
    variable: Object.entries(variables).map(([key, value]) => ({ key, value, type: "string" })),
  };
  return `${JSON.stringify(collection, null, 2)}\n`;
}

function toItem(request: ApiRequest) {
  const { name, description, method, token, body, headers, status } = request;
  const fields = { ...(body && { "Content-Type": "application/json" }), ...headers };
  const test = `pm.test("answers ${status}", () => pm.response.to.have.status(${status}));`;
  return {
    name,
    event: [
      ...toEvent("prerequest", linesBefore(request, dialect)),
      ...toEvent("test", [test, ...linesAfter(request, dialect)]),
    ],
    request: {
      method,
      ...(description && { description }),
      auth: token ? { type: "bearer", bearer: [{ key: "token", value: token, type: "string" }] } : { type: "noauth" },
      header: Object.entries(fields).map(([key, value]) => ({ key, value })),
      url: toUrl(request),
      ...(body && {
        body: { mode: "raw", raw: JSON.stringify(body, null, 2), options: { raw: { language: "json" } } },
      }),
    },
    response: [],
  };
}

function toEvent(listen: "prerequest" | "test", exec: string[]) {
  return exec.length === 0 ? [] : [{ listen, script: { type: "text/javascript", exec } }];
}

function toUrl({ path, pathParameters, query }: ApiRequest) {
  const search = query.filter(({ enabled }) => enabled).map(({ name, value }) => `${name}=${value}`);
  return {
    raw: `{{baseUrl}}${path}${search.length > 0 ? `?${search.join("&")}` : ""}`,
    host: ["{{baseUrl}}"],
    path: path.slice(1).split("/"),
    ...(query.length > 0 && {
      query: query.map((value) => ({ ...toParameter(value), ...(!value.enabled && { disabled: true }) })),
    }),
    ...(pathParameters.length > 0 && { variable: pathParameters.map(toParameter) }),
  };
}

function toParameter({ name, value, description }: Value) {
  return { key: name, value, ...(description && { description }) };
}
