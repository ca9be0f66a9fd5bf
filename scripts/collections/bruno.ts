import { envJsonToBruV2, jsonToBruV2, jsonToCollectionBru } from "@usebruno/lang";
import type { ApiRequest, Collection } from "./requests.ts";
import { type Dialect, linesAfter, linesBefore } from "./script.ts";

const dialect: Dialect = {
  read: (variable) => `bru.getVar("${variable}")`,
  write: (variable, value) => `bru.setVar("${variable}", ${value});`,
  status: "res.status",
  body: "res.body",
};

/** What Bruno reads from the file .env beside the collection, or from its own environment. */
const secrets = { devToken: "{{process.env.DEV_TOKEN}}" };

/** A collection as Bruno's files: their texts by their paths. */
export function toBruno({ name, description, variables, folders }: Collection): Map<string, string> {
  const manifest = { version: "1", name, type: "collection", ignore: ["node_modules", ".git"] };
  const environment = Object.entries({ ...variables, ...secrets }).map(([key, value]) => ({
    name: key,
    value,
    enabled: true,
    secret: false,
  }));
  return new Map([
    ["bruno.json", `${JSON.stringify(manifest, null, 2)}\n`],
    ["collection.bru", jsonToCollectionBru({ docs: description })],
    ["environments/local.bru", envJsonToBruV2({ variables: environment })],
    ...folders.flatMap((folder, index): [string, string][] => [
      [
        `${fileName(folder.name)}/folder.bru`,
        jsonToCollectionBru({ meta: { name: folder.name, seq: index + 1 }, docs: folder.description }),
      ],
      ...folder.requests.map((request, place): [string, string] => [
        `${fileName(folder.name)}/${fileName(request.name)}.bru`,
        toBru(request, place + 1),
      ]),
    ]),
  ]);
}

/** "List an account's sessions" as list-an-accounts-sessions: what no file system refuses and no shell takes apart. */
function fileName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll("'", "")
    .split(/[^a-z0-9]+/)
    .join("-");
}

function toBru(request: ApiRequest, seq: number): string {
  const { name, method, path, pathParameters, query, token, body, headers, status } = request;
  const search = query.filter(({ enabled }) => enabled).map((parameter) => `${parameter.name}=${parameter.value}`);
  return jsonToBruV2({
    meta: { name, type: "http", seq },
    http: {
      method: method.toLowerCase(),
      url: `{{baseUrl}}${path}${search.length > 0 ? `?${search.join("&")}` : ""}`,
      body: body ? "json" : "none",
      auth: token ? "bearer" : "none",
    },
    headers: Object.entries(headers).map(([name, value]) => ({ name, value, enabled: true })),
    params: [
      ...query.map((parameter) => ({ ...toParameter(parameter), type: "query" as const })),
      ...pathParameters.map((parameter) => ({ ...toParameter(parameter), type: "path" as const })),
    ],
    ...(token && { auth: { bearer: { token } } }),
    ...(body && { body: { json: JSON.stringify(body, null, 2) } }),
    script: { req: linesBefore(request, dialect).join("\n"), res: linesAfter(request, dialect).join("\n") },
    assertions: [{ name: "res.status", value: `eq ${status}`, enabled: true }],
    docs: docsOf(request),
  });
}

/** Bruno has no place for what a parameter means that all its versions read. */
function docsOf({ description, pathParameters, query }: ApiRequest): string {
  const described = [...pathParameters, ...query].filter((parameter) => parameter.description);
  const lines = described.map((parameter) => `- \`${parameter.name}\`: ${parameter.description}`);
  return [...(description ? [description] : []), ...lines].join("\n");
}

function toParameter({ name, value, enabled }: { name: string; value: string; enabled: boolean }) {
  return { name, value, enabled };
}
