import { createSecrets } from "@rollcall/core";
import { expect, it } from "vitest";
import { passField, routerPass } from "../../../packages/functions/src/lambda/router-pass.ts";
import { bodyOf, refusalOf, signUp } from "../../support/accounts.ts";
import { hasMongodb, newMongodbUri } from "../../support/mongodb.ts";
import { testSecret } from "../../support/rollcall.ts";
import { startApi } from "./api.ts";

const behindRouter = { ROUTER_SECRET_VERSION: "1" };
const pass = { [passField]: routerPass(createSecrets([testSecret]), 1) };

/** Every field in which a client could claim an address. */
const claims = {
  "x-forwarded-for": "192.0.2.66",
  "x-real-ip": "192.0.2.66",
  forwarded: "for=192.0.2.66",
  "cf-connecting-ip": "192.0.2.66",
  "true-client-ip": "192.0.2.66",
  "cloudfront-viewer-address": "192.0.2.66:443",
};

it("behind a router its function URL answers nobody else but whoever watches it (Q33)", async () => {
  const api = await startApi({ environment: behindRouter });
  expect((await api.send({ path: "/health" })).status).toBe(200);
  for (const path of ["/auth/login", "/me", "/.well-known/jwks.json", "/openapi.json"])
    expect([path, await refusalOf(await api.send({ path }))]).toEqual([path, "403 forbidden"]);
  expect((await api.send({ path: "/openapi.json", headers: pass })).status).toBe(200);
});

it("takes an address from CloudFront behind a router, and from nobody without one (Q33)", async () => {
  const [behind, bare] = await Promise.all([startApi({ environment: behindRouter }), startApi()]);
  const headers = { ...claims, ...pass, "cloudfront-viewer-address": "2001:db8::7:443" };
  await behind.send({ path: "/openapi.json", headers });
  await expect.poll(behind.logs).toContain('"ip":"2001:db8::7"');
  await bare.send({ path: "/openapi.json", headers: { ...claims, ...pass } });
  await expect.poll(bare.logs).toContain('"ip":"198.51.100.4"');
  expect(behind.logs() + bare.logs()).not.toContain("192.0.2.66");
});

it.runIf(hasMongodb)("shows whose session it is by that address (Q33)", async () => {
  const api = await startApi({ mongodbUri: (await newMongodbUri()).uri, environment: behindRouter });
  const headers = { ...claims, ...pass, "cloudfront-viewer-address": "203.0.113.7:46532" };
  const routed = {
    ...api,
    call: ((...[method, path, given]) => api.call(method, path, { ...given, headers })) as typeof api.call,
  };
  const { tokens } = await signUp(routed);
  const sessions = await routed.call("GET", "/me/sessions", { token: tokens.accessToken });
  expect(await bodyOf(sessions)).toMatchObject({ items: [{ ip: "203.0.113.7" }] });
});
