import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { expect, inject, it, onTestFinished } from "vitest";
import { serviceTokenOf, signUp } from "../../support/accounts.ts";
import { eventFiles, readEvent } from "../../support/lambda-events.ts";
import { startRollcall } from "../../support/rollcall.ts";
import type { Artifact } from "../deployment.ts";
import { startEnvironment } from "./environment.ts";

/** A service that publishes its keys under its issuer, and an environment of the authorizer that trusts it. */
async function startAuthorizer(demand: Record<string, string> = {}) {
  const issuer = { isAway: false, reads: 0 };
  const server = createServer(async ({ url }, response) => {
    issuer.reads++;
    if (issuer.isAway) return void response.writeHead(503).end();
    const answer = await rollcall.call("GET", url ?? "/");
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rollcall = startRollcall({ settings: { issuer: url } });
  const authorizer = await startEnvironment({
    ...(inject("production").artifacts.AuthorizerOrders as Artifact),
    environment: { ISSUER: url, AUDIENCES: "orders", ...demand },
  });
  onTestFinished(authorizer.stop);
  return { rollcall, issuer, authorizer };
}

const kinds = eventFiles("authorizer").map((file) => basename(file, ".json"));

it("the authorizer lets a good token in, whatever the gateway, with one read of the keys", async () => {
  const { rollcall, issuer, authorizer } = await startAuthorizer();
  const { user, tokens } = await signUp(rollcall);
  const SERVICE_TOKEN = await serviceTokenOf(rollcall, tokens.accessToken);
  for (const kind of kinds) {
    const event = readEvent(`authorizer/${kind}`, { SERVICE_TOKEN });
    const { body } = await authorizer.invoke(event);
    expect([kind, body]).toMatchObject([kind, { context: { userId: user.id } }]);
  }
  expect(issuer.reads).toBe(1);
});

it("the authorizer refuses every other token in the way that each gateway expects (Q187)", async () => {
  const { rollcall, authorizer } = await startAuthorizer();
  const { accessToken } = (await signUp(rollcall)).tokens;
  const billing = await serviceTokenOf(rollcall, accessToken, "https://billing.example.test");
  for (const kind of kinds) {
    for (const SERVICE_TOKEN of ["x.y.z", accessToken, billing]) {
      const { kind: outcome, body } = await authorizer.invoke(readEvent(`authorizer/${kind}`, { SERVICE_TOKEN }));
      const expected =
        kind === "http-api" ? ["response", { isAuthorized: false }] : ["error", { errorMessage: "Unauthorized" }];
      expect([kind, outcome, body]).toMatchObject([kind, ...expected]);
    }
  }
});

it("the authorizer keeps out a session of one factor where its deployment asks for two, and says so (Q109)", async () => {
  const { rollcall, authorizer } = await startAuthorizer({ AUTHORIZER_ACR: "2", AUTHORIZER_MAX_AGE: "300" });
  const SERVICE_TOKEN = await serviceTokenOf(rollcall, (await signUp(rollcall)).tokens.accessToken);
  const challenge = 'Bearer error="insufficient_user_authentication", max_age="300", acr_values="2"';
  const denied = { policyDocument: { Statement: [{ Effect: "Deny" }] }, context: { challenge } };
  for (const kind of kinds) {
    const { body } = await authorizer.invoke(readEvent(`authorizer/${kind}`, { SERVICE_TOKEN }));
    expect([kind, body]).toMatchObject([kind, kind === "http-api" ? { isAuthorized: false } : denied]);
  }
});

it("the authorizer lets nobody in before it has had the keys, and goes on without the issuer after that", async () => {
  const { rollcall, issuer, authorizer } = await startAuthorizer();
  const SERVICE_TOKEN = await serviceTokenOf(rollcall, (await signUp(rollcall)).tokens.accessToken);
  const event = readEvent("authorizer/http-api", { SERVICE_TOKEN });
  issuer.isAway = true;
  for (let call = 0; call < 5; call++) {
    expect(await authorizer.invoke(event)).toMatchObject({
      kind: "error",
      body: { errorMessage: expect.stringContaining("answered 503") },
    });
  }
  expect(issuer.reads).toBe(1);
  issuer.isAway = false;
  await expect
    .poll(() => authorizer.invoke(event), { timeout: 10_000 })
    .toMatchObject({ body: { isAuthorized: true } });
  issuer.isAway = true;
  expect(await authorizer.invoke(event)).toMatchObject({ body: { isAuthorized: true } });
});

it("the authorizer's bundle holds neither the driver nor the hasher", () => {
  const { directory } = inject("production").artifacts.AuthorizerOrders as Artifact;
  const code = readFileSync(join(directory, "bundle.mjs"), "utf8");
  for (const part of ["MongoClient", "argon2", "SECRET_KEY_PARAMETER"]) expect(code).not.toContain(part);
  expect(readdirSync(directory).sort()).toEqual(["bundle.mjs", "resource.enc"]);
});
