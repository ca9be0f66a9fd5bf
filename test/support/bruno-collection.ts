import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bruToEnvJsonV2, bruToJsonV2, collectionBruToJson } from "@usebruno/lang";
import { type ClientCollection, type ClientRequest, requireStatus, runScript } from "./collection-runner.ts";

const directory = join(import.meta.dirname, "../../collections/bruno");

/** The committed collection for Bruno, in the order that its `seq` gives it. */
export function readBrunoCollection(): ClientCollection {
  const folders = globSync("*/folder.bru", { cwd: directory })
    .map((file) => ({ folder: dirname(file), seq: Number(collectionBruToJson(read(file)).meta.seq) }))
    .sort((a, b) => a.seq - b.seq);
  const { variables } = bruToEnvJsonV2(read("environments/local.bru"));
  return {
    variables: new Map(variables.map(({ name, value }) => [name, value])),
    requests: folders.flatMap(({ folder }) => requestsOf(folder)),
  };
}

function read(file: string): string {
  return readFileSync(join(directory, file), "utf8");
}

function requestsOf(folder: string): ClientRequest[] {
  return globSync("*.bru", { cwd: join(directory, folder), exclude: ["folder.bru"] })
    .map((file) => bruToJsonV2(read(join(folder, file))))
    .sort((a, b) => a.meta.seq - b.meta.seq)
    .map(toRequest);
}

function toRequest({
  meta,
  http,
  params = [],
  headers = [],
  auth,
  body,
  script,
  assertions = [],
}: ReturnType<typeof bruToJsonV2>) {
  const paths = params.filter(({ type }) => type === "path");
  const request: ClientRequest = {
    name: meta.name,
    method: http.method.toUpperCase(),
    url: http.url,
    parameters: Object.fromEntries(paths.map(({ name, value }) => [name, value])),
    headers: {
      ...(http.body === "json" && { "content-type": "application/json" }),
      ...Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
    },
    token: http.auth === "bearer" ? auth?.bearer.token : undefined,
    body: http.body === "json" ? body?.json : undefined,
    before: (variables) => runScript(script?.req ?? "", { bru: bruOf(variables) }),
    after(variables, answer) {
      for (const { value } of assertions) requireStatus(answer.status, Number(/^eq (\d+)$/.exec(value)?.[1]));
      runScript(script?.res ?? "", { bru: bruOf(variables), res: answer });
    },
  };
  return request;
}

function bruOf(variables: Map<string, string>) {
  return { getVar: (name: string) => variables.get(name), setVar: variables.set.bind(variables) };
}
