import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { collectionOf } from "../../scripts/collections/requests.ts";
import { readBrunoCollection } from "../support/bruno-collection.ts";
import { type ClientRequest, runCollection } from "../support/collection-runner.ts";
import { startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { needsToken, type OpenApiDocument, operationsOf } from "../support/openapi-document.ts";
import { readPostmanCollection } from "../support/postman-collection.ts";

const clients = [
  { client: "Postman", read: readPostmanCollection },
  { client: "Bruno", read: readBrunoCollection },
];

/** What the local server says of itself: its own routes are among the collections' requests, too. */
async function localDocument(): Promise<OpenApiDocument> {
  const { url } = await startLocalServer({ cwd: temporaryDirectory() });
  return (await fetch(`${url}/openapi.json`)).json() as Promise<OpenApiDocument>;
}

function tokenFor({ url }: ClientRequest, scheme: object): string {
  if ("localToken" in scheme) return "{{devToken}}";
  return /^\{\{baseUrl\}\}\/(users|events)/.test(url) ? "{{adminAccessToken}}" : "{{accessToken}}";
}

function operationOf({ method, url }: ClientRequest): string {
  return `${method} ${url
    .replace("{{baseUrl}}", "")
    .replace(/\?.*/, "")
    .replaceAll(/:(\w+)/g, "{$1}")}`;
}

describe("the collections for API clients", () => {
  for (const { client, read } of clients) {
    it(`succeed in ${client} request by request, and a second time`, async () => {
      const cwd = temporaryDirectory();
      const { url } = await startLocalServer({ cwd });
      const { requests, variables } = read();
      variables.set("baseUrl", url);
      variables.set("devToken", readFileSync(join(cwd, ".rollcall/dev-token"), "utf8"));
      expect(await runCollection({ requests, variables })).toEqual([]);
      expect(await runCollection({ requests, variables })).toEqual([]);
    });

    it(`have in ${client} every operation of the OpenAPI document, and no other`, async () => {
      const documented = operationsOf(await localDocument()).map(({ method, template }) => `${method} ${template}`);
      expect(new Set(read().requests.map(operationOf))).toEqual(new Set(documented));
    });
  }

  it("make the same requests in both clients", () => {
    const [postman, bruno] = clients.map(({ read }) => read().requests.map(({ before, after, ...request }) => request));
    expect(bruno).toEqual(postman);
  });

  it("send a token exactly where the OpenAPI document wants one, and an administrator's to the users' routes", async () => {
    const operations = operationsOf(await localDocument());
    for (const request of readPostmanCollection().requests) {
      const documented = operations.find(({ method, template }) => `${method} ${template}` === operationOf(request));
      const [scheme = {}] = documented?.operation.security ?? [];
      const wanted = documented && needsToken(documented.operation) ? tokenFor(request, scheme) : undefined;
      expect(request.token, request.name).toBe(wanted);
    }
  });

  it("take in a new operation behind the one that precedes it in the OpenAPI document", async () => {
    const document = await localDocument();
    const [template, operations] =
      Object.entries(document.paths).find(([path]) => path === "/users/{id}/sessions") ?? [];
    const added = { ...operations?.get, operationId: "countUserSessions", summary: "Count an account's sessions" };
    const paths = Object.entries(document.paths).flatMap((entry) =>
      entry[0] === template ? [entry, [`${template}/count`, { get: added }]] : [entry],
    );
    const { folders } = collectionOf({ ...document, paths: Object.fromEntries(paths) } as never);
    const users = folders.find(({ name }) => name === "Users")?.requests ?? [];
    const place = users.findIndex(({ name }) => name === added.summary);
    expect(users[place - 1]?.name).toBe("End all sessions of an account");
    expect(users[place]).toMatchObject({
      path: "/users/:id/sessions/count",
      token: "{{adminAccessToken}}",
      status: 200,
    });
  });
});
