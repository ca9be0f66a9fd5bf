import { globSync } from "node:fs";
import { expect, inject, it, onTestFinished } from "vitest";
import { signUp } from "../../support/accounts.ts";
import { functionUrlEvent } from "../../support/function-url-event.ts";
import { hasMongodb, newMongodbBehindProxy } from "../../support/mongodb.ts";
import { testSettings } from "../../support/rollcall.ts";
import type { Artifact } from "../deployment.ts";
import { nowhere, startApi, toResponse } from "./api.ts";
import { startEnvironment } from "./environment.ts";

/** One execution environment of the function that serves the keys, which is given no SECRET_KEY. */
async function startKeys(mongodbUri = nowhere) {
  const { issuer } = testSettings;
  const environment = await startEnvironment({
    ...(inject("production").artifacts.Keys as Artifact),
    environment: { ISSUER: issuer, MONGODB_URI: mongodbUri },
  });
  onTestFinished(environment.stop);
  const call = async (path: string, method = "GET", headers: Record<string, string> = {}) =>
    toResponse(await environment.invoke(functionUrlEvent({ method, path, headers })));
  return { ...environment, call };
}

const comparable = async (response: Response) => {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== "x-request-id"));
  return { status: response.status, headers, body: await response.json() };
};

it.runIf(hasMongodb)("the keys' function answers what the API answers, without SECRET_KEY (Q89)", async () => {
  const { uri } = await newMongodbBehindProxy();
  const api = await startApi({ mongodbUri: uri });
  await signUp(api, "ada@example.com");
  const keys = await startKeys(uri);
  for (const path of ["/.well-known/jwks.json", "/.well-known/openid-configuration", "/health", "/ready"]) {
    const answer = await comparable(await keys.call(path));
    expect(answer.status).toBe(200);
    expect(answer, path).toEqual(await comparable(await api.call("GET", path)));
  }
  const preflight = { origin: "https://any.example", "access-control-request-method": "GET" };
  expect((await keys.call("/.well-known/jwks.json", "OPTIONS", preflight)).status).toBe(204);
});

it.runIf(hasMongodb)(
  "the keys' function makes no key: before there is one, nobody keeps that there is none",
  async () => {
    const { uri } = await newMongodbBehindProxy();
    const answer = await (await startKeys(uri)).call("/.well-known/jwks.json");
    expect([answer.status, answer.headers.get("cache-control"), await answer.json()]).toEqual([
      200,
      "no-store",
      { keys: [] },
    ]);
  },
);

it("the keys' function serves nothing else, so that nobody signs in at its expense", async () => {
  const keys = await startKeys();
  for (const path of ["/auth/login", "/auth/refresh", "/me", "/users", "/openapi.json", "/"]) {
    expect((await keys.call(path, "POST")).status, path).toBe(404);
  }
});

it.runIf(hasMongodb)("the keys' function goes on with the keys that it has while the database is away", async () => {
  const { uri, proxy } = await newMongodbBehindProxy();
  await signUp(await startApi({ mongodbUri: uri }), "ada@example.com");
  const keys = await startKeys(uri);
  const before = await (await keys.call("/.well-known/jwks.json")).json();
  await proxy.close();
  expect(await (await keys.call("/.well-known/jwks.json")).json()).toEqual(before);
  expect((await keys.call("/ready")).status).toBe(503);
  expect((await keys.call("/health")).status).toBe(200);
});

it("the keys' function holds no native code", () => {
  const { directory } = inject("production").artifacts.Keys as Artifact;
  expect(globSync("**/*.node", { cwd: directory })).toEqual([]);
});
