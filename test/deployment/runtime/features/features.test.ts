import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, it } from "vitest";
import type { RunningServer } from "../../../../packages/functions/src/node/listen.ts";
import { bundleFunction } from "../../../../scripts/lambda-bundle.ts";
import { type FunctionUrlCall, functionUrlEvent } from "../../../support/function-url-event.ts";
import { listenOnLoopback } from "../../../support/loopback.ts";
import { type Answer, answerOf, headersOfContent, sendOverHttp } from "../answers.ts";
import { toResponse } from "../api.ts";
import { type Environment, startEnvironment } from "../environment.ts";
import { featureHeader, featuresApp } from "./app.ts";
import { features } from "./features.ts";

let server: RunningServer;
let environment: Environment;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), "rollcall-features-"));
  await bundleFunction(fileURLToPath(new URL("function.ts", import.meta.url)), join(directory, "function.mjs"));
  environment = await startEnvironment({ directory, handler: "function.handler" });
  server = await listenOnLoopback(featuresApp);
  return async () => {
    await Promise.all([server.close(), environment.stop()]);
    rmSync(directory, { recursive: true, force: true });
  };
});

/** The answer without the address it came from, and with parameters of media types in one of the ways to write them. */
function comparable({ status, headers, body }: Answer) {
  const origin = /https?:\/\/(127\.0\.0\.1:\d+|[\w.-]+\.on\.aws)/g;
  const text = JSON.stringify(headersOfContent(headers))
    .replace(origin, "")
    .replace(/;\s*charset/g, "; charset");
  return { status, headers: JSON.parse(text), body: body.toString("latin1") };
}

it("of Hono that are compared are more than 60", () => {
  expect(Object.keys(features).length).toBeGreaterThan(60);
});

it.each(Object.keys(features))("%s answers on Lambda as it does on Node (Q193)", async (name) => {
  const { call = {} } = features[name] as (typeof features)[string];
  const request: FunctionUrlCall = { path: "/", ...call, headers: { ...call.headers, [featureHeader]: name } };
  const onNode = await sendOverHttp(server.url, request);
  const onLambda = await answerOf(toResponse(await environment.invoke(functionUrlEvent(request))), request);
  expect(onNode.status === 500).toBe(name === "a thrown error");
  expect(comparable(onLambda)).toEqual(comparable(onNode));
});
