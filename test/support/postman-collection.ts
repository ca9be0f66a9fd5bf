import { readFileSync } from "node:fs";
import {
  type Answer,
  type ClientCollection,
  type ClientRequest,
  requireStatus,
  runScript,
  type Variables,
} from "./collection-runner.ts";

const file = new URL("../../collections/rollcall.postman_collection.json", import.meta.url);

/** What is used here of Postman's Collection Format v2.1.0. */
interface Item {
  name: string;
  event: { listen: "prerequest" | "test"; script: { exec: string[] } }[];
  request: {
    method: string;
    auth: { type: "bearer"; bearer: [{ key: "token"; value: string }] } | { type: "noauth" };
    header: { key: string; value: string }[];
    url: {
      host: string[];
      path: string[];
      query?: { key: string; value: string; disabled?: true }[];
      variable?: { key: string; value: string }[];
    };
    body?: { mode: "raw"; raw: string };
  };
}

interface PostmanCollection {
  item: { name: string; item: Item[] }[];
  variable: { key: string; value: string }[];
}

/** The committed collection for Postman. */
export function readPostmanCollection(): ClientCollection {
  const { item: folders, variable } = JSON.parse(readFileSync(file, "utf8")) as PostmanCollection;
  return {
    variables: new Map(variable.map(({ key, value }) => [key, value])),
    requests: folders.flatMap(({ item }) => item.map(toRequest)),
  };
}

function toRequest({ name, event, request }: Item): ClientRequest {
  const { method, auth, header, url, body } = request;
  const script = (listen: string) =>
    event
      .filter((one) => one.listen === listen)
      .flatMap((one) => one.script.exec)
      .join("\n");
  return {
    name,
    method,
    url: assembled(url),
    parameters: Object.fromEntries((url.variable ?? []).map(({ key, value }) => [key, value])),
    headers: Object.fromEntries(header.map(({ key, value }) => [key.toLowerCase(), value])),
    token: auth.type === "bearer" ? auth.bearer[0].value : undefined,
    body: body?.raw,
    before: (variables) => runScript(script("prerequest"), { pm: pmOf(variables) }),
    after: (variables, answer) => runScript(script("test"), { pm: { ...pmOf(variables), ...pmAfter(answer) } }),
  };
}

/** Postman sends what the parts say; `raw` is for people. */
function assembled({ host, path, query = [] }: Item["request"]["url"]): string {
  const search = query.filter(({ disabled }) => !disabled).map(({ key, value }) => `${key}=${value}`);
  return `${[...host, ...path].join("/")}${search.length > 0 ? `?${search.join("&")}` : ""}`;
}

function pmOf(variables: Variables) {
  return { collectionVariables: { get: (name: string) => variables.get(name), set: variables.set.bind(variables) } };
}

function pmAfter({ status, body }: Answer) {
  const have = { status: (expected: number) => requireStatus(status, expected) };
  return {
    test: (_: string, assertion: () => void) => assertion(),
    response: { code: status, json: () => body, to: { have } },
  };
}
