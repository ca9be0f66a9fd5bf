import { expect, inject, it, onTestFinished } from "vitest";
import { signUp } from "../../support/accounts.ts";
import { readEvent } from "../../support/lambda-events.ts";
import { hasMongodb, newMongodbUri } from "../../support/mongodb.ts";
import type { Artifact } from "../deployment.ts";
import { startApi } from "./api.ts";
import { startEnvironment } from "./environment.ts";

it.runIf(hasMongodb)("the address of a mail that came back is marked, and stands in no log (Q235)", async () => {
  const { uri, client } = await newMongodbUri();
  const api = await startApi({ mongodbUri: uri });
  await signUp(api, "ada@example.com");
  const environment = { MONGODB_URI: uri };
  const artifact = inject("production").artifacts.Bounces as Artifact;
  const { invoke, logs, stop } = await startEnvironment({ ...artifact, environment });
  onTestFinished(stop);
  const users = client.db().collection("users");

  expect((await invoke(readEvent("bounces/bounce"))).body).toEqual({ told: 1, marked: 1 });
  const at = new Date("2026-11-26T15:30:01Z");
  expect(await users.findOne()).toMatchObject({ undeliverable: { reason: "bounce", at } });
  expect((await invoke(readEvent("bounces/complaint"))).body).toEqual({ told: 1, marked: 1 });
  expect(await users.findOne()).toMatchObject({ undeliverable: { reason: "complaint" } });

  await users.updateOne({}, { $set: { email: "elsewhere@example.com" }, $unset: { undeliverable: true } });
  expect((await invoke(readEvent("bounces/bounce"))).body).toEqual({ told: 1, marked: 0 });
  expect(logs()).toContain('"schedule":"bounces"');
  expect(logs()).not.toContain("ada@example.com");
  expect((await invoke({})).kind).toBe("error");
});
