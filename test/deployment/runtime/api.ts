import { expect, inject, onTestFinished } from "vitest";
import type { FunctionUrlResult } from "../../../packages/functions/src/lambda/function-url.ts";
import { type FunctionUrlCall, functionUrlEvent } from "../../support/function-url-event.ts";
import { type TestRollcall, testSecret, testSettings } from "../../support/rollcall.ts";
import type { Artifact } from "../deployment.ts";
import { type Environment, startEnvironment } from "./environment.ts";
import type { InvocationResult } from "./runtime-api.ts";

/** One execution environment of the API, and what its function URL would answer. */
export interface Api extends Environment {
  /** Sends one request, exactly as given. */
  send(call: FunctionUrlCall): Promise<Response>;
  /** Sends a JSON body and a bearer token, as the service that other tests start does. */
  call: TestRollcall["call"];
}

export interface ApiOptions {
  mongodbUri?: string;
  /** Further variables, or others than the usual ones. */
  environment?: Record<string, string>;
  timeoutMs?: number;
}

/** A database that nobody has. */
export const nowhere = "mongodb://127.0.0.1:9/rollcall";

/** The variables that the function cannot do without. */
export const deployed = { SECRET_KEY: testSecret, ISSUER: testSettings.issuer, MONGODB_URI: nowhere };

/** Starts one execution environment of the API; it ends with the test. */
export async function startApi(options: ApiOptions = {}): Promise<Api> {
  const { mongodbUri = nowhere, environment, timeoutMs } = options;
  const started = await startEnvironment({
    ...(inject("production").artifacts.Api as Artifact),
    environment: { ...deployed, MONGODB_URI: mongodbUri, ...environment },
    ...(timeoutMs && { timeoutMs }),
  });
  onTestFinished(started.stop);
  const send = async (call: FunctionUrlCall) => toResponse(await started.invoke(functionUrlEvent(call)));
  return {
    ...started,
    send,
    call(method, path, { body, token, headers } = {}) {
      const [pathname = "", query = ""] = path.split("?");
      const authorization = token !== undefined && { authorization: `Bearer ${token}` };
      return send({ method, path: pathname, query, body, headers: { ...headers, ...authorization } });
    },
  };
}

/** What a function URL would send for what its function has returned. */
export function toResponse(result: InvocationResult): Response {
  expect(result.kind, JSON.stringify(result.body)).toBe("response");
  const { statusCode, headers, cookies = [], body, isBase64Encoded } = result.body as FunctionUrlResult;
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  const response = new Response([204, 304].includes(statusCode) ? null : bytes, { status: statusCode, headers });
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}
