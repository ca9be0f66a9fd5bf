import { expect, it } from "vitest";
import { functionUrlEvent } from "../../support/function-url-event.ts";
import { startApi } from "./api.ts";

const { requestContext, ...health } = functionUrlEvent({ path: "/health" });
const arn = "arn:aws:execute-api:eu-central-1:123456789012:abcdefghij/prod/GET/health";
const headers = { host: "api.example.com" };

/** What other sources would hand to a function that somebody has connected them to by mistake. */
const foreign: Record<string, unknown> = {
  "an empty object": {},
  "a queue's records": { Records: [] },
  "a record": { Records: [{ eventSource: "aws:sqs", messageId: "1", body: JSON.stringify(functionUrlEvent({})) }] },
  "an event of EventBridge": {
    version: "0",
    id: "1",
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: "123456789012",
    time: "2026-11-23T12:00:00Z",
    region: "eu-central-1",
    resources: [],
    detail: {},
  },
  "a request in payload format 1.0": {
    version: "1.0",
    resource: "/health",
    path: "/health",
    httpMethod: "GET",
    headers,
    multiValueHeaders: { host: ["api.example.com"] },
    queryStringParameters: null,
    requestContext: { accountId: "123456789012", httpMethod: "GET", path: "/health", stage: "prod" },
    body: null,
    isBase64Encoded: false,
  },
  "a request of a load balancer": {
    requestContext: { elb: { targetGroupArn: "arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/x/1" } },
    httpMethod: "GET",
    path: "/health",
    queryStringParameters: {},
    headers,
    body: "",
    isBase64Encoded: false,
  },
  "an authorizer's event with a token": { type: "TOKEN", authorizationToken: "Bearer x", methodArn: arn },
  "an authorizer's event in format 2.0": {
    version: "2.0",
    type: "REQUEST",
    routeArn: arn,
    identitySource: ["Bearer x"],
    rawPath: "/health",
    rawQueryString: "",
    headers,
    requestContext,
  },
  "a message of a WebSocket": {
    requestContext: { routeKey: "$connect", eventType: "CONNECT", connectionId: "x", apiId: "abcdefghij" },
    headers,
    isBase64Encoded: false,
  },
  "a request without its context": health,
  "a request in a version that is not": { ...functionUrlEvent({ path: "/health" }), version: "3.0" },
  nothing: null,
  "a text": "GET /health",
  "a number": 1,
  "a list": [functionUrlEvent({ path: "/health" })],
};

it("refuses what is not a request of a function URL, and serves on", async () => {
  const { invoke, send, logs } = await startApi();
  for (const [name, event] of Object.entries(foreign)) {
    const { kind, body } = await invoke(event);
    expect.soft([kind, body], name).toEqual(["error", expect.objectContaining({ errorMessage: expect.any(String) })]);
  }
  expect(logs()).not.toContain('"route"');
  expect((await send({ path: "/health" })).status).toBe(200);
});
